namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class BlacklistSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(SupplierId id, Precondition when, string? reason, Actor actor, CancellationToken ct) =>
        suppliers.Change(id, when, Reason.Parse(reason), (supplier, why) => supplier.Blacklist(why, actor, clock.Now()), ct);
}
