namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// Asks the bank how a payment stands, and hands it over when the bank does not know it. It changes nothing here: what the bank tells is noted
/// by <see cref="RecordTransfer"/>, in a transaction that waits for no bank.
/// </summary>
internal sealed class TransferPayment(IBankingPort bank, ISupplierDirectory suppliers, TimeProvider clock)
{
    /// <summary>Longer than any attempt to hand a payment over takes: one that the bank does not know by then will not come to it any more.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <returns>What to note, null when there is nothing new; or what is wrong with the bank.</returns>
    public async Task<Result<Disbursement?>> Execute(Payment payment, CancellationToken ct)
    {
        var known = await bank.Find(payment.Id, ct);
        if (known.Error is not null || known.Value is { Status: not DisbursementStatus.Failed })
            return known;
        if (payment.Status == PaymentStatus.Disbursed)
            return known.Value;
        var payee = await suppliers.PayeeOf(payment.SupplierId, ct);
        if (payee is not null && payee.AccountVersion == payment.AccountVersion)
            return await HandOver(payment, payee, ct);
        return clock.GetUtcNow() - payment.SentAt < Grace ? (Disbursement?)null : Failed("ACCOUNT_CHANGED");
    }

    private async Task<Result<Disbursement?>> HandOver(Payment payment, Payee payee, CancellationToken ct)
    {
        var sent = await bank.Disburse(new Transfer(payment.Id, payee, payment.AmountMinor, payment.Currency, payment.InvoiceNumber), ct);
        if (sent.Error is { Kind: ErrorKind.Invalid } refused)
            return Failed(refused.Code);
        return sent.Error is { } trouble ? trouble : sent.Value;
    }

    private static Disbursement Failed(string code) => new("", DisbursementStatus.Failed, code);
}
