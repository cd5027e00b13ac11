namespace Invoicing.Tests.UseCases;

using Microsoft.Extensions.Time.Testing;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using static Invoicing.Tests.Domain.Made;

/// <summary>A payment that was noted as sent to an account that is not the supplier's any more.</summary>
internal sealed class TransferPaymentTests
{
    private static readonly Disbursement Failed = new("", DisbursementStatus.Failed, "ACCOUNT_CHANGED");

    [Test]
    public async Task To_an_account_that_has_changed_fails_when_no_attempt_can_be_on_its_way_any_more()
    {
        var clock = new FakeTimeProvider(Now);
        var transfer = new TransferPayment(new Bank(null), new Suppliers(5), clock);
        var payment = Sent(accountVersion: 4);

        Assert.That(await Told(transfer, payment), Is.Null);

        clock.Advance(TransferPayment.Grace - TimeSpan.FromTicks(1));
        Assert.That(await Told(transfer, payment), Is.Null);

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await Told(transfer, payment), Is.EqualTo(Failed));
    }

    [Test]
    public async Task That_the_bank_has_stands_whatever_became_of_the_account()
    {
        var there = new Disbursement("B-1", DisbursementStatus.Processing);
        var transfer = new TransferPayment(new Bank(there), new Suppliers(5), new FakeTimeProvider(Now + TransferPayment.Grace));

        Assert.That(await Told(transfer, Sent(accountVersion: 4)), Is.EqualTo(there));
    }

    private static async Task<Disbursement?> Told(TransferPayment transfer, Payment payment) =>
        (await transfer.Execute(payment, CancellationToken.None)).Value;

    private static Payment Sent(int accountVersion)
    {
        var payment = Payment.Schedule(new PaymentId(Guid.CreateVersion7(Now)), Matched(), accountVersion, Machine, Now);
        Assert.That(payment.PutInto(new PaymentRunId(Guid.CreateVersion7(Now)), Machine, Now).Error, Is.Null);
        Assert.That(payment.Send(Machine, Now).Error, Is.Null);
        return payment;
    }

    private sealed class Bank(Disbursement? knows) : IBankingPort
    {
        public bool IsConfigured => true;

        public Task<Result<Disbursement>> Disburse(Transfer transfer, CancellationToken ct) =>
            throw new AssertionException("It was handed over.");

        public Task<Result<Disbursement?>> Find(PaymentId payment, CancellationToken ct) => Task.FromResult<Result<Disbursement?>>(knows);
    }

    private sealed class Suppliers(int accountVersion) : ISupplierDirectory
    {
        public Task<SupplierTerms?> TermsOf(SupplierId supplier, CancellationToken ct) =>
            throw new AssertionException("Nobody needs terms.");

        public Task<Payee?> PayeeOf(SupplierId supplier, CancellationToken ct) =>
            Task.FromResult<Payee?>(new Payee(accountVersion, "DE89370400440532013000", "COBADEFFXXX", "Acme", null, "DE"));
    }
}
