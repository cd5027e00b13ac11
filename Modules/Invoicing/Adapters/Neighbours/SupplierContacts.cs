namespace Procurement.Invoicing.Adapters.Neighbours;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Supplier.Contracts;

/// <summary>Asks the Supplier module and answers in Invoicing's words.</summary>
internal sealed class SupplierContacts(ISupplierApi suppliers) : ISupplierContacts
{
    public async Task<Contact?> Find(SupplierId supplier, CancellationToken ct) =>
        await suppliers.FindContact(supplier.Value, ct) is { } known ? new Contact(known.LegalName, known.Email) : null;
}
