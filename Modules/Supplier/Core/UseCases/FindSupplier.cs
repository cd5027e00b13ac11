namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>A supplier with what is needed to pay or write to it, not to be changed; null when there is no such supplier.</summary>
internal sealed class FindSupplier(ISupplierQueries suppliers)
{
    public Task<Supplier?> Execute(SupplierId id, CancellationToken ct) => suppliers.Load(id, ct);
}
