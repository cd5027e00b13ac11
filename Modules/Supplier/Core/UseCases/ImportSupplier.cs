namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>Registers a supplier that another system knows. Whatever that says, the supplier is pending, and its bank account proposed.</summary>
internal sealed class ImportSupplier(IRepository<Supplier, SupplierId> suppliers, IExternalSupplierPort vendors, TimeProvider clock)
{
    /// <summary>What imported suppliers are said to come from.</summary>
    public const string Source = "ERP";

    public async Task<Result<Supplier>> Execute(string? vendorCode, Actor importer, CancellationToken ct)
    {
        var code = FieldErrors.Check("vendor_code", SupplierCode.Parse(vendorCode));
        if (code.Error is not null)
            return code.Error;
        var found = await vendors.Find(code.Value, ct);
        if (found.Error is not null)
            return found.Error;
        var record = found.Value;
        var errors = new FieldErrors();
        var profile = SupplierProfile.Read(record.Profile, errors);
        BankDetails? account = null;
        if (record.Iban is not null || record.Bic is not null)
        {
            var details = BankDetails.Read(record.Iban, record.Bic, record.Profile.LegalName);
            errors.AddAll(details.Error);
            account = details.Error is null ? details.Value : null;
        }
        if (errors.Error is { } invalid)
            return SupplierErrors.VendorRecordInvalid with { Fields = invalid.Fields };
        var now = clock.Now();
        var source = new ImportSource(Source, record.SuggestedStatus?.ToString());
        var supplier = Supplier.Register(TypedId.New<SupplierId>(clock), code.Value, profile, importer, now, source);
        if (account is not null && supplier.ProposeBankAccount(account, importer, now).Error is { } refused)
            return refused;
        await suppliers.Save(supplier, ct);
        return supplier;
    }
}
