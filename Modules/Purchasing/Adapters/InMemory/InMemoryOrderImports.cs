namespace Procurement.Purchasing.Adapters.InMemory;

using System.Collections.Concurrent;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>What all units of work have imported.</summary>
internal sealed class KnownImports
{
    public ConcurrentDictionary<(string Creator, string Reference), PurchaseOrderId> Orders { get; } = [];
}

internal sealed class InMemoryOrderImports(InMemoryUnitOfWork<PurchasingModule> unitOfWork, KnownImports known) : IOrderImports
{
    public Task<PurchaseOrderId?> Find(string creator, string reference, CancellationToken ct) =>
        Task.FromResult(known.Orders.TryGetValue((creator, reference), out var order) ? order : (PurchaseOrderId?)null);

    public Task Add(OrderImport import, CancellationToken ct)
    {
        var key = (import.Creator, import.Reference);
        unitOfWork.Enlist(() => known.Orders.ContainsKey(key) ? Error.Stale : null, () => known.Orders[key] = import.OrderId);
        return Task.CompletedTask;
    }
}
