namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class HoldSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(
        SupplierId id,
        Precondition when,
        string? scope,
        string? reason,
        Actor actor,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var kept = errors.Take("scope", NameOf<HoldScope>.Parse(scope));
        var why = Reason.Parse(reason);
        errors.AddAll(why.Error);
        return suppliers.Change(
            id,
            when,
            errors.Error is { } invalid ? invalid : why,
            (supplier, because) => supplier.PutOnHold(kept, because, actor, clock.Now()),
            ct
        );
    }
}
