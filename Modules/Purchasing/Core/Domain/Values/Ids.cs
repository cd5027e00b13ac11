namespace Procurement.Purchasing.Domain;

internal readonly record struct PurchaseOrderId(Guid Value) : ITypedId<PurchaseOrderId>
{
    public static string Prefix => "po_";

    public static PurchaseOrderId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

/// <summary>A supplier, known here by its identifier only.</summary>
internal readonly record struct SupplierId(Guid Value) : ITypedId<SupplierId>
{
    public static string Prefix => "sup_";

    public static SupplierId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal readonly record struct GoodsReceiptId(Guid Value) : ITypedId<GoodsReceiptId>
{
    public static string Prefix => "grn_";

    public static GoodsReceiptId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

/// <summary>An invoice, known here by its identifier only.</summary>
internal readonly record struct InvoiceId(Guid Value) : ITypedId<InvoiceId>
{
    public static string Prefix => "inv_";

    public static InvoiceId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}
