namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;
using static Made;

/// <summary>What the clock makes of an invoice to which nothing happens.</summary>
internal sealed class ReminderTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    [Test]
    public void Somebody_is_told_after_24_hours_and_after_30_days_it_is_disputed()
    {
        var invoice = Registered(Issued());

        Remind(invoice, Now.AddHours(24) - Moment);
        Assert.That((invoice.Version, invoice.RemindAt), Is.EqualTo((1, (DateTimeOffset?)Now.AddHours(24))), "not a moment before");
        Remind(invoice, Now.AddHours(24));
        Assert.That((invoice.Version, invoice.RemindAt), Is.EqualTo((2, (DateTimeOffset?)Now.AddDays(30))));
        Assert.That(invoice.Recorded[^1].Event, Is.EqualTo(new InvoiceOverdue(Machine, Now.AddHours(24)) { IsDisputed = false }));
        Remind(invoice, Now.AddDays(30) - Moment);
        Assert.That((invoice.Version, invoice.Status), Is.EqualTo((2, InvoiceStatus.Registered)));
        Remind(invoice, Now.AddDays(30));
        Assert.That((invoice.Version, invoice.Status), Is.EqualTo((3, InvoiceStatus.Disputed)));
        Assert.That(
            invoice.Dispute,
            Is.EqualTo(new Dispute(DisputeReason.OTH, "It has matched nothing for thirty days.", "system", Now.AddDays(30), IsFinal: false))
        );
    }

    [Test]
    public void A_dispute_is_escalated_once_after_168_hours()
    {
        var invoice = Registered(Issued());
        invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now.AddHours(1));

        Remind(invoice, Now.AddHours(169) - Moment);
        Assert.That(invoice.Version, Is.EqualTo(2));
        Remind(invoice, Now.AddHours(169));
        Assert.That((invoice.Version, invoice.Status), Is.EqualTo((3, InvoiceStatus.Disputed)));
        Assert.That((invoice.RemindAt, ((InvoiceOverdue)invoice.Recorded[^1].Event).IsDisputed), Is.EqualTo(((DateTimeOffset?)null, true)));
        Remind(invoice, Now.AddYears(1));
        Assert.That(invoice.Version, Is.EqualTo(3));
    }

    [Test]
    public void A_dispute_is_never_disputed_because_it_is_old()
    {
        var invoice = Registered(Issued());
        invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now);

        Remind(invoice, Now.AddDays(31));

        Assert.That(
            (invoice.Dispute!.Reason, invoice.Recorded[^1].Event),
            Is.EqualTo(("No.", new InvoiceOverdue(Machine, Now.AddDays(31)) { IsDisputed = true }))
        );
    }

    [Test]
    public void A_correction_gives_24_hours_more_and_no_more_than_the_30_days()
    {
        var invoice = Registered(Issued());
        invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now);
        invoice.Correct(InvoiceContent.Read(new InvoiceDraft().Over(invoice)).Value, Filed(), Clerk, Now.AddDays(29.5));

        Assert.That(invoice.RemindAt, Is.EqualTo(Now.AddDays(30.5)));
        Remind(invoice, Now.AddDays(30.5));
        Assert.That((invoice.Status, invoice.Dispute!.Code), Is.EqualTo((InvoiceStatus.Disputed, DisputeReason.OTH)));
    }

    [Test]
    public void Nobody_is_told_of_one_that_matches() => Assert.That(Matched().RemindAt, Is.Null);

    [Test]
    public void What_else_happens_does_not_put_it_off()
    {
        var invoice = Registered(Issued());

        invoice.Credit(default, new Amounts(1, [], 1), false, Clerk, Now.AddHours(2));

        Assert.That(invoice.RemindAt, Is.EqualTo(Now.AddHours(24)));
    }

    private static void Remind(Invoice invoice, DateTimeOffset now) => Assert.That(invoice.Remind(Machine, now).Error, Is.Null);
}
