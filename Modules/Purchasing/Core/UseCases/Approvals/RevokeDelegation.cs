namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class RevokeDelegation(IRepository<Delegation, DelegationId> delegations, TimeProvider clock)
{
    /// <summary>Whoever did not give it does not learn that there is one, whatever the precondition.</summary>
    public async Task<Result<Delegation>> Execute(DelegationId id, Precondition when, Actor revoker, CancellationToken ct) =>
        await delegations.Find(id, ct) is { } found && found.IsBy(revoker.Subject)
            ? await delegations.Change(id, when, delegation => delegation.Revoke(revoker, clock.Now()), ct)
            : Delegation.Absent;
}
