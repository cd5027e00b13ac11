namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class RegisterSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    internal sealed record Arguments(string? Code, string? LegalName, string? Email, int? PaymentTermsDays);

    public async Task<Result<Supplier>> Execute(Arguments asked, string registrar, CancellationToken ct)
    {
        var details = SupplierDetails.Create(asked.Code, asked.LegalName, asked.Email, asked.PaymentTermsDays);
        if (details.Error is not null)
            return details.Error;
        var supplier = Supplier.Register(TypedId.New<SupplierId>(clock), details.Value, registrar, clock.Now());
        await suppliers.Save(supplier, ct);
        return supplier;
    }
}
