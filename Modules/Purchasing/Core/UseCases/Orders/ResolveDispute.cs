namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class ResolveDispute(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        string? outcome,
        string? reason,
        Actor resolver,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var end = errors.Take("outcome", NameOf<DisputeOutcome>.Parse(outcome));
        var why = Reason.Parse(reason);
        errors.AddAll(why.Error);
        return errors.Error is { } invalid
            ? Task.FromResult<Result<PurchaseOrder>>(invalid)
            : orders.Change(id, when, order => order.ResolveDispute(end, why.Value, resolver, clock.Now()), ct);
    }
}
