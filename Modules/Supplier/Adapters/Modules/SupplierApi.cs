namespace Procurement.Supplier.Adapters.Modules;

using Procurement.Supplier.Contracts;
using Procurement.Supplier.Domain;
using Procurement.Supplier.UseCases;

internal sealed class SupplierApi(FindSupplierStanding standings) : ISupplierApi
{
    public async Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct)
    {
        if (await standings.Execute(new SupplierId(supplierId), ct) is not { } standing)
            return null;
        var status = standing.Status switch
        {
            Domain.SupplierStatus.Pending => Contracts.SupplierStatus.Pending,
            Domain.SupplierStatus.Approved => Contracts.SupplierStatus.Approved,
            Domain.SupplierStatus.Suspended => Contracts.SupplierStatus.Suspended,
            Domain.SupplierStatus.Blacklisted => Contracts.SupplierStatus.Blacklisted,
            var unknown => throw new System.Diagnostics.UnreachableException($"No contract for {unknown}."),
        };
        return new SupplierStanding(supplierId, status, standing.MayBeOrderedFrom);
    }
}
