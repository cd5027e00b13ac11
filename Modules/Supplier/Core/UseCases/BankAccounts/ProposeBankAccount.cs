namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class ProposeBankAccount(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(
        SupplierId id,
        Precondition when,
        Result<BankDetails> details,
        Actor proposer,
        CancellationToken ct
    ) => suppliers.Change(id, when, details, (supplier, account) => supplier.ProposeBankAccount(account, proposer, clock.Now()), ct);
}
