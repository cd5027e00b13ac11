namespace Procurement.Purchasing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class InMemoryApprovalQueries(InMemoryTable<PurchasingModule, PurchaseOrder, PurchaseOrderId> orders) : IApprovalQueries
{
    private static readonly PurchaseOrderStatus[] NotSpent = [PurchaseOrderStatus.Draft, PurchaseOrderStatus.Cancelled];

    public Task<SubmittedOrders> SubmittedBeside(
        PurchaseOrderId order,
        SupplierId supplier,
        string requester,
        Currency currency,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var alike = orders
            .All()
            .Where(o => o.SupplierId == supplier && o.Currency == currency && Person.Same(o.RequestedBy, requester))
            .ToList();
        var beside = alike
            .Where(o => o.Id != order && o.SubmittedAt >= since && !NotSpent.Contains(o.Status))
            .OrderByDescending(o => o.TotalMinor)
            .ThenBy(o => o.Id.Value)
            .Take(IApprovalQueries.MostBeside)
            .OrderBy(o => o.SubmittedAt)
            .ThenBy(o => o.Id.Value)
            .Select(o => new SubmittedOrder(o.Id, o.TotalMinor));
        return Task.FromResult(new SubmittedOrders(alike.Max(o => o.SplitNumber) ?? 0, [.. beside]));
    }

    public Task<IReadOnlyList<PurchaseOrderId>> Overdue(DateTimeOffset now, int atMost, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PurchaseOrderId>>([
            .. Waiting()
                .Where(each => each.Waiting.EscalatedAt is null)
                .Where(each => each.Waiting.DueAt <= now || (each.Waiting.RemindAt <= now && each.Waiting.RemindedAt is null))
                .OrderBy(each => each.Waiting.DueAt)
                .ThenBy(each => each.Order.Id.Value)
                .Take(atMost)
                .Select(each => each.Order.Id),
        ]);

    public Task<Page<PendingApprovalView>> PendingFor(PendingApprovalFilter filter, CancellationToken ct)
    {
        var found = Waiting()
            .Where(each => !each.Order.IsAuthor(filter.Subject))
            .Select(each => (each.Order, each.Waiting, Decider: DeciderOf(each.Order, each.Waiting, filter)))
            .Where(each => each.Decider.Authority >= each.Waiting.Level)
            .OrderByDescending(each => each.Waiting.Level)
            .ThenBy(each => each.Waiting.Since)
            .ThenBy(each => each.Order.Id.Value)
            .Select(each => new PendingApprovalView(
                each.Order.Identifier,
                $"{each.Waiting.Level}",
                each.Waiting.Since,
                each.Waiting.DueAt,
                each.Waiting.EscalatedAt,
                each.Decider.Actor.OnBehalfOf
            ))
            .ToList();
        if (filter.After is { } after)
            found = [.. found.Skip(1 + found.FindIndex(each => each.PurchaseOrderId == PurchaseOrderId.From(after).ToString()))];
        Guid? next =
            found.Count > filter.Limit ? TypedId.Parse<PurchaseOrderId>(found[filter.Limit - 1].PurchaseOrderId).Value.Value : null;
        return Task.FromResult(new Page<PendingApprovalView>([.. found.Take(filter.Limit)], next));
    }

    private IEnumerable<(PurchaseOrder Order, PendingApproval Waiting)> Waiting() =>
        orders
            .All()
            .Where(o => o.PendingApproval is not null && o.Status != PurchaseOrderStatus.Disputed)
            .Select(o => (o, o.PendingApproval!));

    private static Approver DeciderOf(PurchaseOrder order, PendingApproval waiting, PendingApprovalFilter filter) =>
        ApproverChoice.Choose(new Approver(Actor.Of(filter.Subject), filter.Authority), filter.Held, waiting.Level, order.IsAuthor);
}
