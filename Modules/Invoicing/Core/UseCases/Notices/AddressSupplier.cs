namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>How a supplier is written to; null when nothing is written to anybody, which costs no question then.</summary>
internal sealed class AddressSupplier(ISupplierNotifier notifier, ISupplierContacts contacts)
{
    private static readonly Error Unknown = Error.NotFound("SUPPLIER_NOT_FOUND", "There is no such supplier to write to.");

    public async Task<Result<Contact?>> Execute(SupplierId supplier, CancellationToken ct)
    {
        if (!notifier.IsConfigured)
            return (Contact?)null;
        return await contacts.Find(supplier, ct) is { } contact ? contact : Unknown;
    }
}
