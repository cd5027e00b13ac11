namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class ReleaseSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(SupplierId id, Precondition when, Actor actor, CancellationToken ct) =>
        suppliers.Change(id, when, supplier => supplier.Release(actor, clock.Now()), ct);
}
