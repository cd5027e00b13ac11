namespace Procurement.Supplier.Domain;

internal readonly record struct SupplierId(Guid Value) : ITypedId<SupplierId>
{
    public static string Prefix => "sup_";

    public static SupplierId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}
