namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Whether a supplier may be ordered from, asked of whoever keeps the suppliers.</summary>
internal interface ISupplierDirectory
{
    Task<SupplierEligibility> EligibilityOf(SupplierId supplier, CancellationToken ct);
}
