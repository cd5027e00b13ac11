namespace Procurement.Supplier.Adapters.Api;

using Procurement.Supplier.Contracts;
using Procurement.Supplier.Domain;
using Procurement.Supplier.UseCases;

/// <summary>Answers other modules in the words of the contract.</summary>
internal sealed class SupplierApi(FindSupplierStanding standings) : ISupplierApi
{
    public async Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct) =>
        await standings.Execute(new SupplierId(supplierId), ct) is { } status
            ? new SupplierStanding(supplierId, Translate(status), status.MayBeOrderedFrom())
            : null;

    private static Contracts.SupplierStatus Translate(Domain.SupplierStatus status) =>
        status switch
        {
            Domain.SupplierStatus.Pending => Contracts.SupplierStatus.Pending,
            Domain.SupplierStatus.Approved => Contracts.SupplierStatus.Approved,
            Domain.SupplierStatus.Suspended => Contracts.SupplierStatus.Suspended,
            Domain.SupplierStatus.Blacklisted => Contracts.SupplierStatus.Blacklisted,
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
}
