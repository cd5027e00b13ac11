namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// The bank is going to be told of a payment: that is noted, and committed, before. What may not go out any more is taken out of its run
/// instead.
/// </summary>
internal sealed class BeginTransfer(IRepository<Payment, PaymentId> payments, ISupplierDirectory suppliers, TimeProvider clock)
{
    /// <returns>The payment; under way when the bank is to be told, and untouched when that is behind it.</returns>
    public Task<Result<Payment>> Execute(PaymentId id, Actor actor, CancellationToken ct) =>
        payments.Change(
            id,
            Precondition.None,
            async payment =>
            {
                if (payment.IsUnderWay || payment.Status != PaymentStatus.Scheduled)
                    return Result.Done;
                var payee = await suppliers.StandingOf(payment.SupplierId, ct);
                var now = clock.Now();
                if (!payment.MayGoOut(payee))
                    return payment.TakeOut(payee, actor, now);
                var priced = payment.TakeDiscount(Day.Of(now), actor, now);
                return priced.Error is null ? payment.Send(actor, now) : priced;
            },
            ct
        );
}
