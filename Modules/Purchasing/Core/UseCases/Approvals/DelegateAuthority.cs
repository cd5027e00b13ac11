namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>
/// Two that would close a circle together may be asked for at once. Each takes the number after the last that its look at the others saw, and
/// numbers are unique: the one that commits second collides, is <see cref="Error.Stale"/>, and decides again with the first in sight.
/// </summary>
internal sealed class DelegateAuthority(IRepository<Delegation, DelegationId> repository, IDelegations delegations, TimeProvider clock)
{
    internal sealed record Arguments(string? To, string? FromDate, string? UntilDate);

    public async Task<Result<Delegation>> Execute(Arguments asked, Approver delegator, CancellationToken ct)
    {
        var now = clock.Now();
        var handover = Handover.Parse(delegator.Actor.Subject, asked.To, asked.FromDate, asked.UntilDate, Day.Of(now));
        if (handover.Error is { } invalid)
            return invalid;
        var known = await delegations.During(handover.Value.Days, ct);
        if (handover.Value.ClosesCircle(known.Handovers))
            return DelegationErrors.Cycle;
        var id = TypedId.New<DelegationId>(clock);
        var delegation = Delegation.Create(id, known.Last + 1, handover.Value, delegator.Authority, now);
        await repository.Save(delegation, ct);
        return delegation;
    }
}
