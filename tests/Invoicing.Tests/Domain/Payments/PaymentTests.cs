namespace Invoicing.Tests.Domain.Payments;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class PaymentTests
{
    private static readonly PaymentRunId Run = new(Guid.Parse("01900000-0000-7000-8000-00000000000d"));

    [Test]
    public void Is_scheduled_for_all_of_a_matched_invoice()
    {
        var invoice = Matched();
        var id = new PaymentId(invoice.Id.Value);

        var payment = Payment.Schedule(id, invoice, 4, Machine, Now);

        Assert.That((payment.Id, payment.Status, payment.Version), Is.EqualTo((id, PaymentStatus.Scheduled, 1)));
        Assert.That((payment.InvoiceId, payment.OrderId, payment.SupplierId), Is.EqualTo((invoice.Id, invoice.OrderId, Supplier)));
        Assert.That(
            (payment.InvoiceNumber, payment.Currency, payment.DueDate),
            Is.EqualTo((invoice.Number, invoice.Currency, invoice.DueDate))
        );
        Assert.That((payment.GrossMinor, payment.AmountMinor, payment.AccountVersion), Is.EqualTo((1000, 1000, 4)));
        Assert.That((payment.RunId, payment.SentAt, payment.IsUnderWay), Is.EqualTo(((PaymentRunId?)null, (DateTimeOffset?)null, false)));
        Assert.That(
            payment.Recorded.Single().Event,
            Is.EqualTo(
                new PaymentScheduled(Machine, Now)
                {
                    InvoiceId = invoice.Identifier,
                    AmountCents = 1000,
                    AccountVersion = 4,
                }
            )
        );
        Assert.That(Scheduled(account: null).AccountVersion, Is.Null);
    }

    [Test]
    public void A_credit_makes_it_smaller()
    {
        var (payment, note) = (Scheduled(), Credited(Register(Draft()), 400));

        Assert.That(payment.SetOff(note, Machine, Now).Value, Is.EqualTo(400));

        Assert.That((payment.AmountMinor, payment.GrossMinor), Is.EqualTo((600, 1000)));
        Assert.That(payment.SetOffs, Is.EqualTo(new[] { new SetOffCredit(note.Identifier, 400) }));
        Assert.That(
            payment.Recorded[^1].Event,
            Is.EqualTo(new CreditDeducted(Machine, Now) { CreditNoteId = note.Identifier, AmountCents = 400 })
        );
        Assert.That(payment.SetOff(Credited(Register(Draft()), 601), Machine, Now).Value, Is.EqualTo(600), "at most by what is left");
        Assert.That((payment.AmountMinor, payment.SetOffs.Count), Is.EqualTo((0, 2)));
    }

    [Test]
    public void Is_put_into_one_run_and_taken_out_of_it()
    {
        var payment = Scheduled();

        Assert.That(payment.PutInto(Run, Machine, Now).Error, Is.Null);
        Assert.That((payment.RunId, payment.Status), Is.EqualTo((Run, PaymentStatus.Scheduled)));
        Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentPutIntoRun(Machine, Now) { PaymentRunId = $"{Run}" }));
        Assert.That(payment.PutInto(new PaymentRunId(payment.Id.Value), Machine, Now).Error, Is.EqualTo(PaymentErrors.InAnotherRun));
        Assert.That((payment.RunId, payment.Version), Is.EqualTo((Run, 2)));
        Assert.That(payment.TakeOut(new PayeeStanding(7, IsHeld: true), Machine, Now).Error, Is.Null);
        Assert.That((payment.RunId, payment.AccountVersion), Is.EqualTo(((PaymentRunId?)null, 7)), "it goes to the account that holds now");
        Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentTakenOut(Machine, Now) { AccountVersion = 7, IsHeld = true }));
        Assert.That(payment.PutInto(Run, Machine, Now).Error, Is.Null);
        Assert.That(payment.TakeOut(new PayeeStanding(null, IsHeld: false), Machine, Now).Error, Is.Null);
        Assert.That(payment.AccountVersion, Is.Null);
        Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentTakenOut(Machine, Now) { AccountVersion = null, IsHeld = false }));
    }

    [Test]
    public void Goes_out_only_to_the_account_that_was_verified_and_while_nobody_holds_it()
    {
        Assert.That(Scheduled().MayGoOut(new(1, IsHeld: false)), Is.True);
        Assert.That(Scheduled().MayGoOut(new(1, IsHeld: true)), Is.False);
        Assert.That(Scheduled().MayGoOut(new(2, IsHeld: false)), Is.False);
        Assert.That(Scheduled().MayGoOut(new(null, IsHeld: false)), Is.False);
        Assert.That(Scheduled(account: null).MayGoOut(new(1, IsHeld: false)), Is.False);
        Assert.That(Scheduled(account: null).MayGoOut(new(null, IsHeld: false)), Is.False);
        Assert.That(Disbursed().MayGoOut(new(1, IsHeld: false)), Is.False);
        var settled = Scheduled();
        settled.SetOff(Credited(Register(Draft()), 999), Machine, Now);
        Assert.That(settled.MayGoOut(new(1, IsHeld: false)), Is.True);
        settled.SetOff(Credited(Register(Draft()), 1), Machine, Now);
        Assert.That(settled.MayGoOut(new(1, IsHeld: false)), Is.False, "nothing is left to pay");
    }

    [Test]
    public void Nothing_takes_it_back_once_it_is_sent()
    {
        var payment = Scheduled();

        Assert.That(payment.Send(Machine, Now.AddMinutes(1)).Error, Is.Null);
        Assert.That((payment.SentAt, payment.IsUnderWay, payment.Status), Is.EqualTo((Now.AddMinutes(1), true, PaymentStatus.Scheduled)));
        Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentSent(Machine, Now.AddMinutes(1))));
        Assert.That(payment.Send(Machine, Now.AddMinutes(2)).Error, Is.Null, "twice is as good as once");
        Assert.That((payment.SentAt, payment.Version), Is.EqualTo((Now.AddMinutes(1), 2)));
        Assert.That(payment.Reverse(Why(), Clerk, Now).Error, Is.EqualTo(InvoiceErrors.PaymentUnderWay));
        Assert.That(payment.TakeOut(new(1, false), Machine, Now).Error, Is.EqualTo(InvoiceErrors.PaymentUnderWay));
        Assert.That(payment.SetOff(Credited(Register(Draft()), 1), Machine, Now).Error, Is.EqualTo(InvoiceErrors.PaymentUnderWay));
        Assert.That((payment.AmountMinor, payment.Version, payment.ReversalReason), Is.EqualTo((1000, 2, (string?)null)));
    }

    [Test]
    public void Is_disbursed_and_remitted()
    {
        var payment = Scheduled();
        payment.Send(Machine, Now.AddMinutes(1));

        Assert.That(payment.Disburse("BNK-1", Machine, Now.AddMinutes(2)).Error, Is.Null);
        Assert.That((payment.Status, payment.BankReference), Is.EqualTo((PaymentStatus.Disbursed, "BNK-1")));
        Assert.That((payment.SentAt, payment.DisbursedAt, payment.IsUnderWay), Is.EqualTo((Now.AddMinutes(1), Now.AddMinutes(2), false)));
        Assert.That(
            payment.Recorded[^1].Event,
            Is.EqualTo(
                new PaymentDisbursed(Machine, Now.AddMinutes(2))
                {
                    InvoiceId = $"{payment.InvoiceId}",
                    PurchaseOrderId = $"{payment.OrderId}",
                    AmountCents = 1000,
                    BankReference = "BNK-1",
                }
            )
        );
        Assert.That(payment.Remit(null, Machine, Now).Error, Is.Null);
        Assert.That((payment.Status, payment.BankReference), Is.EqualTo((PaymentStatus.Remitted, "BNK-1")));
        Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentRemitted(Machine, Now) { BankReference = "BNK-1" }));
    }

    [Test]
    public void One_that_went_out_in_a_file_learns_the_bank_s_reference_later()
    {
        var payment = Scheduled();

        Assert.That(payment.Disburse(null, Machine, Now).Error, Is.Null);
        Assert.That((payment.BankReference, payment.SentAt), Is.EqualTo(((string?)null, Now)));
        Assert.That(payment.Remit("BNK-2", Machine, Now).Error, Is.Null);
        Assert.That(payment.BankReference, Is.EqualTo("BNK-2"));
        Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentRemitted(Machine, Now) { BankReference = "BNK-2" }));
    }

    [Test]
    public void Fails_before_or_after_it_was_disbursed_and_is_not_under_way_then()
    {
        var payment = Scheduled();
        payment.Send(Machine, Now);

        Assert.That(payment.Fail("AC04", Machine, Now).Error, Is.Null);

        Assert.That(
            (payment.Status, payment.FailureCode, payment.SentAt),
            Is.EqualTo((PaymentStatus.Failed, "AC04", (DateTimeOffset?)null))
        );
        Assert.That(
            payment.Recorded[^1].Event,
            Is.EqualTo(new PaymentFailed(Machine, Now) { InvoiceId = $"{payment.InvoiceId}", Code = "AC04" })
        );
        var late = Disbursed();
        Assert.That(late.Fail("AM04", Machine, Now).Error, Is.Null);
        Assert.That((late.Status, late.FailureCode), Is.EqualTo((PaymentStatus.Failed, "AM04")));
    }

    [Test]
    public void Is_tried_again_three_times_as_if_nothing_had_happened()
    {
        var payment = Scheduled();
        for (var time = 1; time <= 3; time++)
        {
            payment.PutInto(Run, Machine, Now);
            payment.Disburse("BNK-1", Machine, Now);
            payment.Fail("AC04", Machine, Now);
            Assert.That(payment.Retry(Clerk, Now).Error, Is.Null);
            Assert.That((payment.Status, payment.Retries), Is.EqualTo((PaymentStatus.Scheduled, time)));
            Assert.That(
                (payment.RunId, payment.SentAt, payment.DisbursedAt),
                Is.EqualTo(((PaymentRunId?)null, (DateTimeOffset?)null, (DateTimeOffset?)null))
            );
            Assert.That((payment.FailureCode, payment.BankReference), Is.EqualTo(((string?)null, (string?)null)));
            Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentRetried(Clerk, Now)));
        }
        payment.Fail("AC04", Machine, Now);
        var version = payment.Version;

        Assert.That(payment.Retry(Clerk, Now).Error, Is.EqualTo(PaymentErrors.RetriedTooOften));
        Assert.That((payment.Status, payment.Retries, payment.Version), Is.EqualTo((PaymentStatus.Failed, 3, version)));
        Assert.That(payment.Reverse(Why("Settled with the bank."), Clerk, Now).Error, Is.Null);
    }

    [Test]
    public void Is_with_the_bank_after_all_when_the_bank_says_so_of_a_failed_one()
    {
        var payment = Scheduled();
        payment.Send(Machine, Now);
        payment.Fail("INSUFFICIENT_FUNDS", Machine, Now);

        Assert.That(payment.Disburse("BNK-1", Machine, Now).Error, Is.Null);

        Assert.That(
            (payment.Status, payment.BankReference, payment.FailureCode),
            Is.EqualTo((PaymentStatus.Disbursed, "BNK-1", (string?)null))
        );
    }

    [Test]
    public void Is_taken_back_with_a_reason()
    {
        foreach (var payment in new[] { Scheduled(), Disbursed() })
        {
            Assert.That(payment.Reverse(Why("Twice."), Clerk, Now).Error, Is.Null);
            Assert.That((payment.Status, payment.ReversalReason), Is.EqualTo((PaymentStatus.Reversed, "Twice.")));
            Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new PaymentReversed(Clerk, Now) { Reason = "Twice." }));
        }
    }

    private static Payment Disbursed()
    {
        var payment = Scheduled();
        Assert.That(payment.Disburse("BNK-1", Machine, Now).Error, Is.Null);
        return payment;
    }
}
