namespace Procurement.Purchasing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>What all units of work have heard.</summary>
internal sealed class KnownStandings
{
    public Dictionary<SupplierId, HeardStanding> BySupplier { get; } = [];
}

internal sealed class InMemorySupplierStandings(InMemoryUnitOfWork<PurchasingModule> unitOfWork, KnownStandings known) : ISupplierStandings
{
    public Task Record(HeardStanding heard, CancellationToken ct)
    {
        unitOfWork.Enlist(
            () => null,
            () =>
            {
                if (known.BySupplier.GetValueOrDefault(heard.SupplierId) is not { } present || present.Version < heard.Version)
                    known.BySupplier[heard.SupplierId] = heard;
            }
        );
        return Task.CompletedTask;
    }
}
