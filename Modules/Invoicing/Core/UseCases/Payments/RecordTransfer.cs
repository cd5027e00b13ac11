namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// What the bank says of a payment is noted. What it has said before changes nothing, but that it has a payment is true also of one that it
/// has refused before.
/// </summary>
internal sealed class RecordTransfer(IRepository<Payment, PaymentId> payments, DisbursePayment disburse, TimeProvider clock)
{
    /// <param name="id">Which payment.</param>
    /// <param name="when">As which it must still be.</param>
    /// <param name="status">How it stands.</param>
    /// <param name="reference">The bank's; null when there is none.</param>
    /// <param name="failure">Why it failed, by its code; null when it did not.</param>
    /// <param name="actor">Who tells.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Result<Payment>> Execute(
        PaymentId id,
        Precondition when,
        DisbursementStatus status,
        string? reference,
        string? failure,
        Actor actor,
        CancellationToken ct
    ) =>
        payments.Change(
            id,
            when,
            async payment =>
            {
                // Tried again since: it is asked about when it goes out.
                if (payment.RunId is null)
                    return Result.Done;
                var now = clock.Now();
                if (status == DisbursementStatus.Failed)
                    return payment.Status is PaymentStatus.Scheduled or PaymentStatus.Disbursed
                        ? payment.Fail(failure ?? "FAILED", actor, now)
                        : Result.Done;
                if (
                    payment.Status is PaymentStatus.Scheduled or PaymentStatus.Failed
                    && (await disburse.Execute(payment, reference, actor, ct)).Error is { } refused
                )
                    return refused;
                return status == DisbursementStatus.Settled && payment.Status == PaymentStatus.Disbursed
                    ? payment.Remit(reference, actor, now)
                    : Result.Done;
            },
            ct
        );
}
