namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class CorrectionTests
{
    private static readonly TaxDraft Tax = new("S", 19, 1000, 190);

    [Test]
    public void What_is_not_said_stays()
    {
        var order = Issued();
        var invoice = Register(
            Draft(order, number: "A-1", lines: [new(1, 2, 10, 100, 1000)]) with
            {
                DueDate = "2026-03-01",
                Amounts = new AmountsDraft(1000, [Tax], 1190),
            }
        );

        var content = InvoiceContent.Read(new InvoiceDraft().Over(invoice)).Value;

        Assert.That((content.Supplier, content.Order, content.Currency), Is.EqualTo((Supplier, order.Id, invoice.Currency)));
        Assert.That((content.Number.Value, content.IssueDate, content.DueDate), Is.EqualTo(("A-1", Today, new DateOnly(2026, 3, 2))));
        Assert.That((content.Amounts.NetMinor, content.Amounts.GrossMinor), Is.EqualTo((1000, 1190)));
        Assert.That(content.Amounts.Tax, Is.EqualTo(new[] { new TaxLine(TaxCategory.S, 19, 1000, 190) }));
        Assert.That(content.Lines.Select(line => line.Facts), Is.EqualTo(new[] { new InvoiceLineFacts(1, 2, 10, 100, 1000) }));
    }

    [Test]
    public void What_is_said_replaces_what_was_there()
    {
        var (first, second) = (Issued(), Issued());
        var discounted = Draft(first) with { DueDate = "2026-03-01", EarlyPaymentDiscount = new(2, "2026-02-14", null) };

        var content = InvoiceContent
            .Read(
                new InvoiceDraft
                {
                    PurchaseOrderId = second.Identifier,
                    DueDate = "2026-04-01",
                    EarlyPaymentDiscount = new(3, "2026-02-10", "net"),
                }.Over(Register(discounted))
            )
            .Value;

        Assert.That(content.Order, Is.EqualTo((PurchaseOrderId?)second.Id));
        Assert.That(content.DueDate, Is.EqualTo(new DateOnly(2026, 4, 1)));
        Assert.That(content.Discount, Is.EqualTo(new EarlyPaymentDiscount(3, new DateOnly(2026, 2, 10), DiscountBase.net)));
    }

    [Test]
    public void What_is_said_holds()
    {
        var (before, order) = (Register(Draft()), NewOrderId());
        var other = new SupplierId(Guid.Parse("01900000-0000-7000-8000-000000000009"));

        var content = InvoiceContent
            .Read(
                new InvoiceDraft
                {
                    SupplierId = $"{other}",
                    InvoiceNumber = "B-2",
                    PurchaseOrderId = $"{order}",
                    Currency = "JPY",
                    IssueDate = "2026-02-01",
                    DueDate = "2026-02-02",
                    Amounts = new AmountsDraft(600, null, null),
                    Lines = [new(1, null, 6, 100, 600)],
                }.Over(before)
            )
            .Value;

        Assert.That((content.Supplier, content.Order, content.Currency.Code), Is.EqualTo((other, (PurchaseOrderId?)order, "JPY")));
        Assert.That((content.Number.Value, content.IssueDate), Is.EqualTo(("B-2", new DateOnly(2026, 2, 1))));
        Assert.That(content.DueDate, Is.EqualTo(new DateOnly(2026, 2, 2)));
        Assert.That((content.Amounts.NetMinor, content.Amounts.GrossMinor, content.Lines.Count), Is.EqualTo((600, 600, 1)));
    }

    [Test]
    public void Another_date_asks_for_another_day_to_pay() =>
        Assert.That(InvoiceContent.Read(new InvoiceDraft { IssueDate = "2026-02-01" }.Over(Register(Draft()))).Value.DueDate, Is.Null);

    [Test]
    public void An_invoice_without_order_and_lines_stays_without()
    {
        var content = InvoiceContent.Read(new InvoiceDraft().Over(Register(Draft()))).Value;

        Assert.That((content.Order, content.Lines.Count), Is.EqualTo(((PurchaseOrderId?)null, 0)));
        Assert.That((content.Amounts.NetMinor, content.Amounts.GrossMinor, content.Amounts.Tax.Count), Is.EqualTo((1000, 1000, 0)));
    }

    [Test]
    public void Of_one_without_tax_the_gross_follows_the_net()
    {
        var plain = Register(Draft());

        Assert.That(Corrected(plain, new(600, null, null)), Is.EqualTo("600 + 0 = 600"));
        Assert.That(Corrected(plain, new(600, null, 600)), Is.EqualTo("600 + 0 = 600"));
        Assert.That(Corrected(plain, new(null, null, 600)), Is.EqualTo("gross_cents"), "that is tax, and nobody said which");
        Assert.That(Corrected(plain, new(600, [], null)), Is.EqualTo("gross_cents"), "the gross stays where tax is said");
        Assert.That(Corrected(plain, new(600, [new("S", 19, 600, 114)], 714)), Is.EqualTo("600 + 1 = 714"));
    }

    [Test]
    public void Of_one_with_tax_nothing_follows()
    {
        var taxed = Register(Draft() with { Amounts = new AmountsDraft(1000, [Tax], 1190) });

        Assert.That(Corrected(taxed, new(600, null, null)), Is.EqualTo("tax gross_cents"), "what is taxed is more");
        Assert.That(Corrected(taxed, new(600, null, 714)), Is.EqualTo("tax gross_cents"));
        Assert.That(Corrected(taxed, new(1000, null, null)), Is.EqualTo("1000 + 1 = 1190"));
        Assert.That(Corrected(taxed, new(null, [new("E", 0, 1000, 0)], 1000)), Is.EqualTo("1000 + 1 = 1000"));
        Assert.That(Corrected(taxed, new(null, [], 1000)), Is.EqualTo("1000 + 0 = 1000"));
        Assert.That(Corrected(taxed, new(null, null, 1000)), Is.EqualTo("gross_cents"));
    }

    [Test]
    public void Is_compared_anew_by_what_it_says_now()
    {
        var order = Issued().Received((1, 10));
        var invoice = Registered(order, 1100, [new(1, null, 11, 100, 1100)]);
        Assert.That(invoice.Compare(order), Is.EqualTo(MatchVerdict.disputed));

        Assert.That(Correct(invoice, Draft(order, 600, "B-2"), Now.AddHours(1)), Is.Null);

        Assert.That((invoice.Status, invoice.Resubmissions), Is.EqualTo((InvoiceStatus.Matching, 1)));
        Assert.That((invoice.Dispute, invoice.Match, invoice.VarianceMinor), Is.EqualTo(((Dispute?)null, (MatchFacts?)null, (long?)null)));
        Assert.That((invoice.Number, invoice.NumberKey, invoice.NetMinor, invoice.GrossMinor), Is.EqualTo(("B-2", "B2", 600, 600)));
        Assert.That((invoice.Lines.Count(), invoice.RemindAt), Is.EqualTo((0, (DateTimeOffset?)Now.AddHours(25))));
        var happened = (InvoiceCorrected)invoice.Recorded[^1].Event;
        Assert.That((happened.Content.InvoiceNumber, happened.Content.NetCents, happened.Actor), Is.EqualTo(("B-2", 600, Clerk)));
        order.TakeBackGoods("grn_x", [Line(1, 4)], Machine, Now);
        Assert.That(invoice.Compare(order), Is.EqualTo(MatchVerdict.matched));
    }

    [Test]
    public void What_was_matched_before_is_not_matched_when_it_is_corrected()
    {
        var invoice = Matched();
        Assert.That(invoice.DisputeFor(DisputeReason.QUA, "Wet.", Clerk, Now).Error, Is.Null);
        Assert.That(invoice.MatchedAt, Is.EqualTo(Now));

        Assert.That(Correct(invoice, Draft(null, 900)), Is.Null);

        Assert.That((invoice.MatchedAt, invoice.Match), Is.EqualTo(((DateTimeOffset?)null, (MatchFacts?)null)));
    }

    [Test]
    public void Is_possible_three_times()
    {
        var invoice = Register(Draft());
        for (var time = 1; time <= 3; time++)
        {
            Dispute(invoice);
            Assert.That(Correct(invoice, Draft()), Is.Null);
            Assert.That(invoice.Resubmissions, Is.EqualTo(time));
        }

        Dispute(invoice);
        var version = invoice.Version;

        Assert.That(Correct(invoice, Draft()), Is.EqualTo(InvoiceErrors.ResubmittedTooOften));
        Assert.That((invoice.Status, invoice.Resubmissions, invoice.Version), Is.EqualTo((InvoiceStatus.Disputed, 3, version)));
        Assert.That((Procurement.Invoicing.Domain.Resubmissions.Most, InvoiceErrors.ResubmittedTooOften.Detail), Is.EqualTo((3, TooOften)));
    }

    [Test]
    public void Settles_no_dispute_that_is_final()
    {
        var invoice = Register(Draft());
        Dispute(invoice, isFinal: true);

        Assert.That(Correct(invoice, Draft()), Is.EqualTo(InvoiceErrors.OrderCancelled));
        Assert.That((invoice.Status, invoice.Resubmissions), Is.EqualTo((InvoiceStatus.Disputed, 0)));
    }

    [Test]
    public void Never_leaves_less_than_credit_notes_have_taken_off()
    {
        var invoice = Register(Draft());
        Dispute(invoice);
        Assert.That(Credit(invoice, 400, 476), Is.Null);

        Assert.That(Correct(invoice, Taxed(399, 475)), Is.EqualTo(InvoiceErrors.LessThanCredited));
        Assert.That(Correct(invoice, Draft(net: 475)), Is.EqualTo(InvoiceErrors.LessThanCredited), "gross");
        Assert.That(Correct(invoice, Draft(net: 399)), Is.EqualTo(InvoiceErrors.LessThanCredited));
        Assert.That((invoice.NetMinor, invoice.Status), Is.EqualTo((1000, InvoiceStatus.Disputed)));
        Assert.That(Correct(invoice, Taxed(400, 476)), Is.Null);
        Assert.That((invoice.PayableMinor, invoice.CreditedNetMinor), Is.EqualTo((0, 400)));
    }

    private const string TooOften = "An invoice is corrected at most 3 times; void it and register the supplier's new one.";

    private static InvoiceDraft Taxed(long net, long gross) =>
        Draft() with
        {
            Amounts = new AmountsDraft(net, [new("S", 19, net, gross - net)], gross),
        };

    private static Error? Credit(Invoice invoice, long net, long gross) =>
        invoice.Credit(new CreditNoteId(Guid.CreateVersion7(Now)), new Amounts(net, [], gross), false, Clerk, Now).Error;

    private static void Dispute(Invoice invoice, bool isFinal = false) =>
        Assert.That(invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now, isFinal).Error, Is.Null);

    private static Error? Correct(Invoice invoice, InvoiceDraft draft, DateTimeOffset? now = null)
    {
        var content = InvoiceContent.Read(draft);
        Assert.That(content.Error?.Fields, Is.Null);
        return invoice.Correct(content.Value, Filed(), Clerk, now ?? Now).Error;
    }

    private static string Corrected(Invoice before, AmountsDraft amounts)
    {
        var read = InvoiceContent.Read(new InvoiceDraft { Amounts = amounts }.Over(before));
        return read.Error is { } refused
            ? string.Join(" ", refused.Fields.Keys)
            : $"{read.Value.Amounts.NetMinor} + {read.Value.Amounts.Tax.Count} = {read.Value.Amounts.GrossMinor}";
    }
}
