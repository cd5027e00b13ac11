namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>What whoever writes to suppliers asks of whoever keeps them.</summary>
internal interface ISupplierContacts
{
    /// <summary>How a supplier is written to; null when it is not registered.</summary>
    Task<Contact?> Find(SupplierId supplier, CancellationToken ct);
}

/// <summary>How a supplier is written to.</summary>
internal sealed record Contact(string Name, string Email);
