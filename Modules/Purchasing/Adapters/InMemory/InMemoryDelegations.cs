namespace Procurement.Purchasing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class InMemoryDelegationRepository(
    InMemoryTable<PurchasingModule, Delegation, DelegationId> table,
    InMemoryUnitOfWork<PurchasingModule> unitOfWork
) : InMemoryRepository<PurchasingModule, Delegation, DelegationId>(table, unitOfWork)
{
    protected override Error? Refusal(Delegation aggregate, IReadOnlyList<Delegation> committed) =>
        committed.Any(other => other.Id != aggregate.Id && other.Number == aggregate.Number) ? Error.Stale : null;
}

internal sealed class InMemoryDelegations(InMemoryTable<PurchasingModule, Delegation, DelegationId> delegations, TimeProvider clock)
    : IDelegations,
        IDelegationQueries
{
    public Task<IReadOnlyList<DelegatedAuthority>> HeldBy(string subject, DateOnly day, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<DelegatedAuthority>>([
            .. delegations
                .All()
                .Where(d => d.Status == DelegationStatus.Active && Person.Same(d.Deputy, subject) && d.Days.Includes(day))
                .Select(d => new DelegatedAuthority(d.Delegator, d.Level)),
        ]);

    public Task<KnownDelegations> During(Period days, CancellationToken ct)
    {
        var all = delegations.All();
        var known = all.Where(d => d.Status == DelegationStatus.Active && d.Days.Overlaps(days)).Select(d => d.Handover);
        return Task.FromResult(new KnownDelegations(all.Max(d => (long?)d.Number) ?? 0, [.. known]));
    }

    public Task<DelegationView?> Find(DelegationId id, string subject, CancellationToken ct) =>
        Task.FromResult(delegations.Find(id) is { } found && found.IsOf(subject) ? DelegationView.Of(found) : null);

    public Task<Page<DelegationView>> List(DelegationFilter filter, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.Now().UtcDateTime);
        var found = delegations
            .All()
            .Where(d => d.IsOf(filter.Subject))
            .Where(d => filter.IsActive is not { } active || (d.Status == DelegationStatus.Active && d.UntilDate >= today) == active)
            .Where(d => filter.After is null || d.Id.Value.CompareTo(filter.After.Value) < 0)
            .OrderByDescending(d => d.Id.Value)
            .Take(filter.Limit + 1)
            .ToList();
        Guid? next = found.Count > filter.Limit ? found[filter.Limit - 1].Id.Value : null;
        return Task.FromResult(new Page<DelegationView>([.. found.Take(filter.Limit).Select(DelegationView.Of)], next));
    }
}
