namespace Procurement.Purchasing.Adapters.Neighbours;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Supplier.Contracts;

/// <summary>Asks the Supplier module and answers in Purchasing's words.</summary>
internal sealed class SupplierDirectory(ISupplierApi suppliers) : ISupplierDirectory
{
    public async Task<SupplierEligibility> EligibilityOf(Domain.SupplierId supplier, CancellationToken ct) =>
        await suppliers.FindStanding(supplier.Value, ct) switch
        {
            null => SupplierEligibility.Unknown,
            { OrdersRefused: null } => SupplierEligibility.Eligible,
            _ => SupplierEligibility.NotEligible,
        };
}
