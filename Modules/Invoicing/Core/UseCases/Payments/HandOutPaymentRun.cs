namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// A run's file is handed out: with that its payments are disbursed. What may not go out any more is taken out before, and the totals are
/// those of what is left. Asked for again it is the same file.
/// </summary>
internal sealed class HandOutPaymentRun(
    IRepository<PaymentRun, PaymentRunId> runs,
    IRepository<Payment, PaymentId> payments,
    IPaymentQueries queries,
    ISupplierDirectory suppliers,
    DisbursePayment disburse,
    IPaymentFiles files,
    TimeProvider clock
)
{
    public Task<Result<PaymentRun>> Execute(PaymentRunId id, Precondition when, Actor actor, CancellationToken ct) =>
        runs.Change(id, when, run => HandOut(run, actor, ct), ct);

    private async Task<Result> HandOut(PaymentRun run, Actor actor, CancellationToken ct)
    {
        if (run.Channel != PaymentChannel.file)
            return PaymentErrors.OtherChannel;
        if (run.Message is not null)
            return Result.Done;
        var now = clock.Now();
        var (paid, transfers) = (new List<Payment>(), new List<Transfer>());
        foreach (var each in await queries.InRun(run.Id, ct))
        {
            if (await payments.Find(each, ct) is not { Status: PaymentStatus.Scheduled } payment)
                continue;
            var standing = await suppliers.StandingOf(payment.SupplierId, ct);
            if (payment.MayGoOut(standing) && await suppliers.PayeeOf(payment.SupplierId, ct) is { } payee)
            {
                payment.TakeDiscount(Day.Of(now), actor, now);
                paid.Add(payment);
                transfers.Add(new Transfer(payment.Id, payee, payment.AmountMinor, payment.Currency, payment.InvoiceNumber));
                if ((await disburse.Execute(payment, null, actor, ct)).Error is { } refused)
                    return refused;
            }
            else
            {
                payment.TakeOut(standing, actor, now);
                await payments.Save(payment, ct);
            }
        }
        if (paid.Count == 0)
            return PaymentErrors.NothingToPay;
        return run.HandOut(paid, files.Write(new PaymentOrder(run.MessageId, now, Day.Of(now), transfers)), actor, now);
    }
}
