namespace Procurement.Supplier.Adapters.Remote;

using Microsoft.Extensions.Logging;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>Puts what the ERP says into our words. Nothing is judged here: who imports looks at it as at anything from outside.</summary>
internal sealed partial class ErpTranslator(ILogger<ErpTranslator> log)
{
    public ExternalSupplier Translate(VendorRecord vendor, SupplierCode code)
    {
        var status = StatusOf(vendor.ActiveFlag.GetRawText());
        if (status is null)
            UnknownState(log, code.Value);
        return new ExternalSupplier
        {
            Profile = new SupplierDraft
            {
                LegalName = Filled(vendor.LegalName),
                Email = Filled(vendor.Email),
                Address = AddressOf(vendor),
                PaymentTermsDays = vendor.PaymentTermsDays,
            },
            Iban = Stripped(vendor.Iban),
            Bic = Stripped(vendor.Bic),
            SuggestedStatus = status,
        };
    }

    private static SupplierStatus? StatusOf(string flag) =>
        flag switch
        {
            "1" or "\"1\"" or "\"A\"" => SupplierStatus.Approved,
            "0" or "\"0\"" or "\"S\"" => SupplierStatus.Suspended,
            "\"B\"" => SupplierStatus.Blacklisted,
            _ => null,
        };

    private static AddressDraft? AddressOf(VendorRecord vendor) =>
        (Filled(vendor.Street), Filled(vendor.City), Filled(vendor.Country)) is ({ } street, { } city, { } country)
            ? new AddressDraft(street, city, Filled(vendor.PostalCode), country)
            : null;

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Without blanks, of which an ERP puts one after every fourth character, or fills a column with.</summary>
    private static string? Stripped(string? text) => Filled(string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))));

    [LoggerMessage(LogLevel.Warning, "The ERP has vendor {VendorCode} in a state that we do not know; none is suggested")]
    private static partial void UnknownState(ILogger log, string vendorCode);
}
