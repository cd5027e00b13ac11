namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class ConfirmBankAccount(IRepository<Supplier, SupplierId> suppliers, CoolingOff coolingOff, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(SupplierId id, Precondition when, Actor confirmer, CancellationToken ct) =>
        suppliers.Change(id, when, supplier => supplier.ConfirmBankAccount(coolingOff.Time, confirmer, clock.Now()), ct);
}
