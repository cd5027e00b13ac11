namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class RegisterSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    internal sealed record Arguments(string? Code, string? LegalName, string? Email, int? PaymentTermsDays);

    public async Task<Result<Supplier>> Execute(Arguments asked, Actor registrar, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var code = errors.Take("code", SupplierCode.Parse(asked.Code));
        var legalName = errors.Take("legal_name", Text.Parse(asked.LegalName, LegalName.Longest));
        var email = errors.Take("email", EmailAddress.Parse(asked.Email));
        PaymentTerms? terms = asked.PaymentTermsDays is { } days ? errors.Take("payment_terms_days", PaymentTerms.Parse(days)) : null;
        if (errors.Error is { } invalid)
            return invalid;
        var id = TypedId.New<SupplierId>(clock);
        var supplier = Supplier.Register(id, code, legalName, email, terms, registrar, clock.Now());
        await suppliers.Save(supplier, ct);
        return supplier;
    }
}
