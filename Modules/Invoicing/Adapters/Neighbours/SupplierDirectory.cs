namespace Procurement.Invoicing.Adapters.Neighbours;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Supplier.Contracts;

/// <summary>Asks the Supplier module and answers in Invoicing's words.</summary>
internal sealed class SupplierDirectory(ISupplierApi suppliers) : ISupplierDirectory
{
    public async Task<SupplierTerms?> TermsOf(SupplierId supplier, CancellationToken ct) =>
        await suppliers.FindStanding(supplier.Value, ct) is { } known
            ? new SupplierTerms(
                known.PaymentTermsDays,
                known.MatchToleranceBps,
                new PayeeStanding(known.PayableAccountVersion, known.PaymentsHeld)
            )
            : null;

    public async Task<Payee?> PayeeOf(SupplierId supplier, CancellationToken ct) =>
        await suppliers.FindPayableAccount(supplier.Value, ct) is { } account
            ? new Payee(account.Version, account.Iban, account.Bic, account.Holder, account.Town, account.Country ?? account.Iban[..2])
            : null;
}
