namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Whether a supplier may be ordered from, and on which terms, asked of whoever keeps the suppliers.</summary>
internal interface ISupplierDirectory
{
    Task<SupplierTerms> TermsOf(SupplierId supplier, CancellationToken ct);
}
