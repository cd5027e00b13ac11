namespace Invoicing.Tests.Domain.Matching;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class FactsDraftTests
{
    [Test]
    public void Made_up_facts_are_read_as_those_of_an_order()
    {
        var draft = new FactsDraft("JPY", [new(2, 5, 70.5m, 3, 2, 1), new(1, 10, 100, null, null, null)], 705, [new(1, 2, 10, 70.5m, 705)]);

        var facts = Read(draft);

        Assert.That((facts.Currency, facts.Policy, facts.HasOpenDiscrepancy), Is.EqualTo(("JPY", Policy, false)));
        Assert.That(
            facts.OrderLines,
            Is.EqualTo(new[] { new OrderLineFacts(1, 10, 100, 1, 0, 0, 0), new OrderLineFacts(2, 5, 70.5m, 1, 3, 2, 1) }),
            "by number"
        );
        Assert.That(facts.Invoice.NetCents, Is.EqualTo(705));
        Assert.That(facts.Invoice.Lines, Is.EqualTo(new[] { new InvoiceLineFacts(1, 2, 10, 70.5m, 705) }));
        Assert.That((facts.OrderTolerance, facts.SupplierTolerance), Is.EqualTo(((Tolerance?)null, (Tolerance?)null)));
    }

    [Test]
    public void A_total_alone_has_no_lines() => Assert.That(Read(new("EUR", [new(1, 1, 1, 1, 0, 0)], 1, null)).Invoice.Lines, Is.Null);

    [Test]
    public void Tells_all_that_is_missing_at_once() =>
        Assert.That(
            Wrong(new(null, null, null, [])).Keys,
            Is.EquivalentTo(new[] { "facts.currency", "facts.order_lines", "facts.invoice.net_cents", "facts.invoice.lines" })
        );

    [Test]
    public void Tells_all_that_is_wrong_at_once()
    {
        const decimal TooMuch = 1_000_000_000_000_000.1m;

        var wrong = Wrong(
            new("XXX", [null, new(0, null, -1, -1, TooMuch, 0.0000001m), new(7, 1, 1, 0, 0, 0), new(7, 1, 1, 0, 0, 0)], 0, [null])
        );

        Assert.That(
            wrong,
            Is.EquivalentTo(
                new Dictionary<string, string>
                {
                    ["facts.currency"] = "is not a currency that can be paid in (ISO 4217 gives it no minor unit)",
                    ["facts.order_lines[0]"] = "must be an object, not null",
                    ["facts.order_lines[1].line_number"] = "must be from 1 to 1000000",
                    ["facts.order_lines[1].quantity"] = "is required",
                    ["facts.order_lines[1].unit_price_cents"] = "must not be negative",
                    ["facts.order_lines[1].received_quantity"] = "must be from 0 to 1000000000000000",
                    ["facts.order_lines[1].returned_quantity"] = "must be from 0 to 1000000000000000",
                    ["facts.order_lines[1].billed_quantity"] = "must have at most 6 decimal places",
                    ["facts.order_lines[3].line_number"] = "is there already",
                    ["facts.invoice.net_cents"] = "must be greater than zero",
                    ["facts.invoice.lines[0]"] = "must be an object, not null",
                }
            )
        );
    }

    [Test]
    public void Quantities_may_be_nothing_and_very_much()
    {
        const decimal Much = 1_000_000_000_000_000;

        Assert.That(
            Read(new("EUR", [new(1, Much, 0, Much, 0, 0.000001m)], 1, null)).OrderLines.Single().ReceivedQuantity,
            Is.EqualTo(Much)
        );
    }

    [Test]
    public void Has_from_one_line_of_the_order_to_5000()
    {
        Assert.That(Wrong(new("EUR", [], 1, null))["facts.order_lines"], Is.EqualTo("must have at least one line"));
        Assert.That(Read(new("EUR", Many(5000), 1, null)).OrderLines, Has.Count.EqualTo(5000));
        Assert.That(
            Wrong(new("EUR", Many(5001), 1, null)),
            Is.EqualTo(new Dictionary<string, string> { ["facts.order_lines"] = "must be at most 5000 lines" })
        );

        static OrderLineDraft?[] Many(int count) => [.. Enumerable.Range(1, count).Select(n => new OrderLineDraft(n, 1, 1, 0, 0, 0))];
    }

    private static MatchFacts Read(FactsDraft draft)
    {
        var errors = new FieldErrors();
        var facts = draft.Read(Policy, errors);
        Assert.That(errors.Error?.Fields, Is.Null);
        return facts;
    }

    private static IReadOnlyDictionary<string, string> Wrong(FactsDraft draft)
    {
        var errors = new FieldErrors();
        Assert.That(draft.Read(Policy, errors).Currency, Is.Empty);
        return errors.Error!.Fields;
    }
}
