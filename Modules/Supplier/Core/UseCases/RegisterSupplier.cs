namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class RegisterSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public async Task<Result<Supplier>> Execute(string? code, SupplierDraft draft, Actor registrar, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var parsed = errors.Take("code", SupplierCode.Parse(code));
        var profile = SupplierProfile.Read(draft, errors);
        if (errors.Error is { } invalid)
            return invalid;
        var supplier = Supplier.Register(TypedId.New<SupplierId>(clock), parsed, profile, registrar, clock.Now());
        await suppliers.Save(supplier, ct);
        return supplier;
    }
}
