namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>How a supplier stands; null when there is no such supplier.</summary>
internal sealed class FindSupplierStanding(ISupplierQueries suppliers)
{
    public Task<Standing?> Execute(SupplierId id, CancellationToken ct) => suppliers.FindStanding(id, ct);
}
