namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class VerifyBankAccount(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(SupplierId id, Actor actor, CancellationToken ct) =>
        suppliers.Change(id, Precondition.None, supplier => supplier.VerifyBankAccount(actor, clock.Now()), ct);
}
