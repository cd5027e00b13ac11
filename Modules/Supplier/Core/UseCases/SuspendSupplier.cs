namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class SuspendSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(SupplierId id, Precondition when, string? reason, Actor actor, CancellationToken ct) =>
        suppliers.Change(id, when, Reason.Parse(reason), (supplier, why) => supplier.Suspend(why, actor, clock.Now()), ct);
}
