namespace Invoicing.Tests.Domain.Credits;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class CreditNoteTests
{
    private static readonly PaymentId Paying = new(Guid.Parse("01900000-0000-7000-8000-000000000007"));

    [Test]
    public void Is_registered_with_what_it_says_and_is_all_open()
    {
        var order = Issued();
        var invoice = Registered(order);
        var draft = new CreditDraft(null, "Cn-01", new AmountsDraft(300, [new("S", 19, 300, 57)], 357), [new(1, 3, null, null)], "Wet.");
        var id = new CreditNoteId(order.Id.Value);

        var note = CreditNote.Register(id, invoice, CreditContent.Read(draft, invoice).Value, Clerk, Now);

        Assert.That((note.Id, note.InvoiceId, note.SupplierId, note.Status), Is.EqualTo((id, invoice.Id, Supplier, CreditNoteStatus.Open)));
        Assert.That((note.Number, note.NumberKey, note.Currency, note.Reason), Is.EqualTo(("Cn-01", "CN1", invoice.Currency, "Wet.")));
        Assert.That((note.NetMinor, note.GrossMinor, note.OpenMinor, note.RegisteredBy), Is.EqualTo((300, 357, 357, "carla")));
        Assert.That(
            (note.Tax, note.Lines),
            Is.EqualTo((new[] { new TaxLine(TaxCategory.S, 19, 300, 57) }, new[] { new CreditedLine(1, 3) }))
        );
        var told = (CreditNoteRegistered)note.Recorded.Single().Event;
        Assert.That((told.InvoiceId, told.PurchaseOrderId, told.Number), Is.EqualTo((invoice.Identifier, order.Identifier, "Cn-01")));
        Assert.That((told.NetCents, told.GrossCents, told.Reason, told.Lines), Is.EqualTo((300, 357, "Wet.", note.Lines)));
    }

    [Test]
    public void Is_set_off_bit_by_bit_and_opened_again()
    {
        var note = Credited(Register(Draft()), 300);

        Assert.That(note.SetOffAgainst(Paying, 100, Machine, Now).Error, Is.Null);
        Assert.That((note.OpenMinor, note.Status), Is.EqualTo((200, CreditNoteStatus.Open)));
        Assert.That(note.Recorded[^1].Event, Is.EqualTo(new CreditSetOff(Machine, Now) { PaymentId = $"{Paying}", AmountCents = 100 }));
        Assert.That(note.SetOffAgainst(Paying, 199, Machine, Now).Error, Is.Null);
        Assert.That(note.Status, Is.EqualTo(CreditNoteStatus.Open));
        Assert.That(note.SetOffAgainst(Paying, 1, Machine, Now).Error, Is.Null);
        Assert.That((note.OpenMinor, note.Status), Is.EqualTo((0, CreditNoteStatus.SetOff)));
        Assert.That(note.OpenAgain(Paying, 300, Machine, Now).Error, Is.Null);
        Assert.That((note.OpenMinor, note.Status), Is.EqualTo((300, CreditNoteStatus.Open)));
        Assert.That(
            note.Recorded[^1].Event,
            Is.EqualTo(new CreditOpenedAgain(Machine, Now) { PaymentId = $"{Paying}", AmountCents = 300 })
        );
    }

    [Test]
    public void Makes_a_payment_smaller_by_what_is_left_of_either()
    {
        var payment = Scheduled();
        var (small, large) = (Credited(Register(Draft()), 400), Credited(Register(Draft()), 700));

        Assert.That(Settlement.Deduct(payment, small, Machine, Now).Error, Is.Null);
        Assert.That((payment.AmountMinor, small.OpenMinor, small.Status), Is.EqualTo((600, 0, CreditNoteStatus.SetOff)));
        Assert.That(Settlement.Deduct(payment, large, Machine, Now).Error, Is.Null);
        Assert.That((payment.AmountMinor, large.OpenMinor, large.Status), Is.EqualTo((0, 100, CreditNoteStatus.Open)));
        Assert.That(
            payment.SetOffs,
            Is.EqualTo(new[] { new SetOffCredit(small.Identifier, 400), new SetOffCredit(large.Identifier, 600) })
        );
        var versions = (payment.Version, small.Version, large.Version);
        Assert.That(Settlement.Deduct(payment, large, Machine, Now).Error, Is.Null, "nothing is left of the payment");
        Assert.That(Settlement.Deduct(Scheduled(), small, Machine, Now).Error, Is.Null, "nothing is left of the note");
        Assert.That((payment.Version, small.Version, large.Version), Is.EqualTo(versions));
    }

    [Test]
    public void Is_not_set_off_against_a_payment_that_is_under_way()
    {
        var (payment, note) = (Scheduled(), Credited(Register(Draft()), 400));
        payment.Send(Machine, Now);

        Assert.That(Settlement.Deduct(payment, note, Machine, Now).Error, Is.EqualTo(InvoiceErrors.PaymentUnderWay));
        Assert.That((payment.AmountMinor, note.OpenMinor), Is.EqualTo((1000, 400)));
    }

    [Test]
    public void Credits_that_leave_nothing_to_pay_pay_the_invoice()
    {
        var invoice = Matched();
        var payment = Payment.Schedule(Paying, invoice, 1, Machine, Now);
        invoice.Schedule(Paying, Machine, Now);

        Assert.That(Settlement.Settle(payment, invoice, Machine, Now).Error, Is.Null);

        Assert.That((payment.Status, payment.ReversalReason), Is.EqualTo((PaymentStatus.Reversed, "Credit notes leave nothing to pay.")));
        Assert.That((invoice.Status, ((InvoicePaid)invoice.Recorded[^1].Event).PaymentId), Is.EqualTo((InvoiceStatus.Paid, (string?)null)));
        var late = Matched();
        Assert.That(Settlement.Settle(payment, late, Machine, Now).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
        Assert.That(late.Status, Is.EqualTo(InvoiceStatus.Matched));
    }
}
