namespace Invoicing.Tests.Domain.Payments;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class PaymentRunTests
{
    private static readonly PaymentRunId Id = new(Guid.Parse("01900000-0000-7000-8000-00000000000d"));

    [Test]
    public void Is_planned_with_its_payments_as_they_are()
    {
        Payment[] payments = [Scheduled(), Scheduled()];
        payments[1].SetOff(Credited(Register(Draft()), 400), Machine, Now);

        var run = PaymentRun.Plan(Id, Today, Supplier, PaymentChannel.file, payments, Clerk, Now);

        Assert.That((run.Id, run.Status, run.CutOff, run.SupplierId), Is.EqualTo((Id, PaymentRunStatus.Planned, Today, Supplier)));
        Assert.That((run.Channel, run.DailyOf, run.Message), Is.EqualTo((PaymentChannel.file, (DateOnly?)null, (string?)null)));
        Assert.That((run.MessageId, run.HandedOutAt), Is.EqualTo(("R0190000000007000800000000000000d", (DateTimeOffset?)null)));
        Assert.That(
            run.Payments,
            Is.EqualTo(
                new[]
                {
                    new RunItem(payments[0].Identifier, $"{payments[0].InvoiceId}", $"{Supplier}", 1000, "EUR", "Scheduled"),
                    new RunItem(payments[1].Identifier, $"{payments[1].InvoiceId}", $"{Supplier}", 600, "EUR", "Scheduled"),
                }
            )
        );
        var told = (PaymentRunPlanned)run.Recorded.Single().Event;
        Assert.That((told.CutOff, told.Channel, told.Actor), Is.EqualTo((Today, "file", Clerk)));
        Assert.That(told.PaymentIds, Is.EqualTo(payments.Select(payment => payment.Identifier)));
    }

    [Test]
    public void The_one_that_nobody_asked_for_is_that_of_the_day()
    {
        var run = PaymentRun.Plan(Id, Today, null, PaymentChannel.bank, [], Machine, Now);

        Assert.That((run.DailyOf, run.SupplierId, run.Channel), Is.EqualTo((Today, (SupplierId?)null, PaymentChannel.bank)));
    }

    [Test]
    public void Is_handed_out_once_with_what_still_goes()
    {
        Payment[] payments = [Scheduled(), Scheduled(), Scheduled()];
        var run = PaymentRun.Plan(Id, Today, null, PaymentChannel.file, payments, Clerk, Now);
        payments[1].Disburse(null, Clerk, Now);

        Assert.That(run.HandOut([payments[1]], "<Document/>", Clerk, Now.AddHours(1)).Error, Is.Null);

        Assert.That((run.Status, run.Message, run.HandedOutAt), Is.EqualTo((PaymentRunStatus.HandedOut, "<Document/>", Now.AddHours(1))));
        Assert.That(
            run.Payments.Select(item => (item.PaymentId, item.Status)),
            Is.EqualTo(new[] { (payments[1].Identifier, "Disbursed") })
        );
        var told = (PaymentRunHandedOut)run.Recorded[^1].Event;
        Assert.That(told.MessageId, Is.EqualTo(run.MessageId));
        Assert.That(told.TakenOut, Is.EqualTo(new[] { payments[0].Identifier, payments[2].Identifier }));
        Assert.That(run.HandOut([], "", Clerk, Now).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
        Assert.That((run.Message, run.Payments.Count, run.Version), Is.EqualTo(("<Document/>", 1, 2)));
    }
}
