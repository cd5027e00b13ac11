namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>A payment that the bank would not carry out waits for another run.</summary>
internal sealed class RetryPayment(IRepository<Payment, PaymentId> payments, TimeProvider clock)
{
    public Task<Result<Payment>> Execute(PaymentId id, Precondition when, Actor actor, CancellationToken ct) =>
        payments.Change(id, when, payment => payment.Retry(actor, clock.Now()), ct);
}
