namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Ports;

/// <summary>What waits for somebody's decision, their own or one that was delegated to them and holds today.</summary>
internal sealed class ListPendingApprovals(IApprovalQueries approvals, IDelegations delegations, TimeProvider clock)
{
    public async Task<Page<PendingApprovalView>> Execute(PendingQuestion asked, CancellationToken ct)
    {
        var held = await delegations.HeldBy(asked.Subject, Day.Of(clock.Now()), ct);
        return await approvals.PendingFor(
            new PendingApprovalFilter
            {
                Subject = asked.Subject,
                Authority = asked.Authority,
                Held = held,
                Limit = asked.Limit,
                After = asked.After,
            },
            ct
        );
    }
}
