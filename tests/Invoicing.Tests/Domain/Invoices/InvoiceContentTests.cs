namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class InvoiceContentTests
{
    private const string Order = "po_01900000-0000-7000-8000-000000000002";

    [Test]
    public void Takes_over_all_that_an_invoice_says()
    {
        var draft = Draft(number: " Inv-1 ", lines: [new(2, 1, 1, 400, 400), new(1, null, 2.5m, 240, 600)]) with
        {
            PurchaseOrderId = Order,
            DueDate = "2026-01-31",
            Amounts = new AmountsDraft(1000, [new("S", 19, 1000, 190)], 1190),
        };

        var content = InvoiceContent.Read(draft).Value;

        Assert.That((content.Supplier, $"{content.Order}", content.Currency.Code), Is.EqualTo((Supplier, Order, "EUR")));
        Assert.That((content.Number.Value, content.IssueDate, content.DueDate), Is.EqualTo(("Inv-1", Today, (DateOnly?)Today)));
        Assert.That((content.Amounts.NetMinor, content.Amounts.GrossMinor), Is.EqualTo((1000, 1190)));
        Assert.That(content.Amounts.Tax, Is.EqualTo(new[] { new TaxLine(TaxCategory.S, 19, 1000, 190) }));
        Assert.That(
            content.Lines.Select(line => line.Facts),
            Is.EqualTo(new[] { new InvoiceLineFacts(2, 1, 1, 400, 400), new InvoiceLineFacts(1, 1, 2.5m, 240, 600) })
        );
    }

    [Test]
    public void Needs_no_order_no_day_to_pay_no_tax_and_no_lines()
    {
        var content = InvoiceContent.Read(Draft()).Value;

        Assert.That((content.Order, content.DueDate), Is.EqualTo(((PurchaseOrderId?)null, (DateOnly?)null)));
        Assert.That((content.Amounts.NetMinor, content.Amounts.GrossMinor), Is.EqualTo((1000, 1000)));
        Assert.That((content.Amounts.Tax, content.Lines), Is.EqualTo((Array.Empty<TaxLine>(), Array.Empty<InvoiceLine>())));
    }

    [Test]
    public void Tells_all_that_is_missing_at_once() =>
        Assert.That(
            Wrong(new InvoiceDraft()).Keys,
            Is.EquivalentTo(new[] { "supplier_id", "invoice_number", "currency", "issue_date", "net_cents" })
        );

    [Test]
    public void Tells_all_that_is_wrong_at_once()
    {
        var wrong = Wrong(
            new InvoiceDraft
            {
                SupplierId = "x",
                InvoiceNumber = "-",
                PurchaseOrderId = "",
                Currency = "XXX",
                IssueDate = "31.1.2026",
                DueDate = "soon",
                Amounts = new AmountsDraft(0, [null, new("X", -1, -1, null), new("S", 7, 100, 9)], 0),
                Lines = [null, new(0, 0, 0, -1, -1)],
            }
        );

        Assert.That(
            wrong.Keys,
            Is.EquivalentTo(
                new[]
                {
                    "supplier_id",
                    "invoice_number",
                    "purchase_order_id",
                    "currency",
                    "issue_date",
                    "due_date",
                    "net_cents",
                    "gross_cents",
                    "tax[0]",
                    "tax[1].category",
                    "tax[1].rate_percent",
                    "tax[1].base_cents",
                    "tax[1].tax_cents",
                    "tax[2].tax_cents",
                    "lines[0]",
                    "lines[1].line_number",
                    "lines[1].order_line_number",
                    "lines[1].quantity",
                    "lines[1].unit_price_cents",
                    "lines[1].net_cents",
                }
            )
        );
        Assert.That((wrong["tax[0]"], wrong["lines[0]"]), Is.EqualTo(("must be an object, not null", "must be an object, not null")));
        Assert.That(wrong["due_date"], Is.EqualTo("must be a date such as 2026-01-31"));
    }

    [Test]
    public void Is_not_paid_before_it_was_written()
    {
        const string Message = "must not be before the invoice's own date";

        Assert.That(InvoiceContent.Read(Draft() with { DueDate = "2026-01-31" }).Error, Is.Null);
        Assert.That(Wrong(Draft() with { DueDate = "2026-01-30" })["due_date"], Is.EqualTo(Message));
        Assert.That(
            Wrong(Draft() with { DueDate = "2026-01-30", Currency = "eur" }).Keys,
            Is.EquivalentTo(new[] { "currency", "due_date" }),
            "whatever else is wrong"
        );
        Assert.That(Wrong(Draft() with { DueDate = "2026-01-30", IssueDate = null }).Keys, Is.EqualTo(new[] { "issue_date" }));
    }

    [TestCase("JPY", 0)]
    [TestCase("EUR", 2)]
    [TestCase("KWD", 3)]
    [TestCase("CLF", 4)]
    public void Amounts_are_whole_minor_units_of_whatever_currency(string currency, int digits)
    {
        var draft = Draft(net: 1) with { Currency = currency, Amounts = new AmountsDraft(1, [new("S", 50, 1, 1)], 2) };

        var content = InvoiceContent.Read(draft).Value;

        Assert.That((content.Currency.Code, content.Currency.MinorUnitDigits), Is.EqualTo((currency, digits)));
        Assert.That((content.Amounts.NetMinor, content.Amounts.GrossMinor), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Lines_add_up_to_the_net_with_or_without_tax()
    {
        InvoiceLineDraft?[] lines = [new(1, null, 1, 1, 600), new(2, null, 1, 1, 401)];

        Assert.That(InvoiceContent.Read(Draft(net: 1001, lines: lines)).Value.Lines, Has.Count.EqualTo(2));
        Assert.That(Wrong(Draft(net: 1000, lines: lines))["lines"], Is.EqualTo("must add up to net_cents"));
        Assert.That(Wrong(Draft(net: 1002, lines: lines)).Keys, Is.EqualTo(new[] { "lines" }));
        var taxed = Draft(lines: lines) with { Amounts = new AmountsDraft(1001, [new("S", 0, 1001, 0)], 1001) };
        Assert.That(InvoiceContent.Read(taxed).Error, Is.Null);
    }

    [Test]
    public void Lines_that_are_beyond_counting_together_do_not_add_up_by_overflowing()
    {
        InvoiceLineDraft?[] lines = [.. Enumerable.Range(1, 19).Select(number => new InvoiceLineDraft(number, null, 1, 1, Amount.Most))];

        Assert.That(Wrong(Draft(net: 553_255_926_290_448_365, lines: lines)).Keys, Is.EqualTo(new[] { "lines" }));
    }

    [Test]
    public void Lines_have_numbers_of_their_own_and_bill_the_order_s_line_of_that_number_unless_they_say()
    {
        var lines = InvoiceContent.Read(Draft(lines: [new(3, null, 1, 1, 500), new(1, 3, 1, 1, 500)])).Value.Lines;
        Assert.That(lines.Select(line => (line.LineNumber, line.OrderLineNumber)), Is.EqualTo(new[] { (3, 3), (1, 3) }));

        var wrong = Wrong(Draft(lines: [new(1, null, 1, 1, 500), new(1, 2, 1, 1, 500)]));
        Assert.That(wrong, Is.EqualTo(new Dictionary<string, string> { ["lines[1].line_number"] = "is there already" }));
    }

    [Test]
    public void A_line_may_cost_nothing() =>
        Assert.That(InvoiceContent.Read(Draft(lines: [new(1, null, 1, 0, 0), new(2, null, 1, 1000, 1000)])).Error, Is.Null);

    [Test]
    public void Has_from_one_line_to_5000_when_it_has_any()
    {
        Assert.That(Wrong(Draft(lines: []))["lines"], Is.EqualTo("must have at least one line when there are any"));
        Assert.That(InvoiceContent.Read(Many(5000)).Value.Lines, Has.Count.EqualTo(5000));
        Assert.That(
            Wrong(Many(5001)),
            Is.EqualTo(new Dictionary<string, string> { ["lines"] = "must be at most 5000 lines" }),
            "not one by one"
        );

        static InvoiceDraft Many(int count) =>
            Draft(net: count, lines: [.. Enumerable.Range(1, count).Select(number => new InvoiceLineDraft(number, null, 1, 1, 1))]);
    }

    private static IReadOnlyDictionary<string, string> Wrong(InvoiceDraft draft)
    {
        var refused = InvoiceContent.Read(draft).Error;
        Assert.That((refused?.Kind, refused?.Code), Is.EqualTo(((ErrorKind?)ErrorKind.Invalid, "VALIDATION_FAILED")));
        return refused!.Fields;
    }
}
