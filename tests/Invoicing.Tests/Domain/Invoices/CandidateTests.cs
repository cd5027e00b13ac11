namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class CandidateTests
{
    private const string Same = "same supplier and currency";
    private const string Recent = "issued shortly before";

    [Test]
    public void An_order_of_which_the_amount_has_come_is_the_likeliest()
    {
        var order = Issued().Received((1, 10));

        var found = Rank(Draft(), order).Single();

        Assert.That((found.PurchaseOrderId, found.Number, found.Confidence), Is.EqualTo((order.Identifier, "PO-00000001", 70)));
        Assert.That(found.Reasons, Is.EqualTo(new[] { Same, "the amount is that of what came and is not billed", Recent }));
    }

    [TestCase(1000, 60, "the amount is that of what is not billed yet")]
    [TestCase(999, 30, null)]
    [TestCase(440, 45, "the amount is near that of what came", Description = "10 % itself")]
    [TestCase(360, 45, "the amount is near that of what came")]
    [TestCase(441, 30, null)]
    [TestCase(359, 30, null)]
    [TestCase(400, 70, "the amount is that of what came and is not billed")]
    public void The_amount_speaks_for_an_order(long net, int confidence, string? reason)
    {
        var found = Rank(Draft(net: net), Issued().Received((1, 4))).Single();

        Assert.That(found.Confidence, Is.EqualTo(confidence));
        Assert.That(found.Reasons, Is.EqualTo(reason is null ? [Same, Recent] : new[] { Same, reason, Recent }));
    }

    [Test]
    public void All_lines_together_make_the_amount()
    {
        var order = Issued(Ordered(), Ordered(2)).Received((1, 10), (2, 5));

        Assert.That(Rank(Draft(net: 1500), order).Single().Confidence, Is.EqualTo(70), "what came");
        Assert.That(Rank(Draft(net: 2000), order).Single().Confidence, Is.EqualTo(60), "what is not billed");
    }

    [Test]
    public void What_came_and_is_billed_speaks_for_nothing()
    {
        var order = Issued().Received((1, 10));
        Registered(order).Compare(order);

        Assert.That(Rank(Draft(), order).Single().Confidence, Is.EqualTo(30));
    }

    [Test]
    public void Lines_speak_for_an_order_by_number_price_and_quantity()
    {
        var order = Issued(Ordered(1, size: 5), Ordered(2, price: 70)).Received((1, 10), (2, 3));

        Assert.That(Reasons((1, 2, 100), (2, 3, 70)), Is.EqualTo("has all of the lines, same prices, the quantities have come"));
        Assert.That(Reasons((1, 2.000001m, 100), (2, 3, 70)), Is.EqualTo("has all of the lines, same prices"));
        Assert.That(Reasons((1, 2, 100), (2, 3, 71)), Is.EqualTo("has all of the lines, the quantities have come"));
        Assert.That(Reasons((1, 2, 100), (3, 3, 70)), Is.EqualTo(""));

        string Reasons(params (int Number, decimal Quantity, decimal Price)[] lines)
        {
            InvoiceLineDraft?[] drafts = [.. lines.Select(line => new InvoiceLineDraft(line.Number, null, line.Quantity, line.Price, 1))];
            var found = Rank(Draft(net: 2, lines: drafts), order).Single();
            Assert.That(
                found.Confidence,
                Is.EqualTo(
                    30
                        + (found.Reasons.Contains("has all of the lines") ? 5 : 0)
                        + (found.Reasons.Contains("same prices") ? 20 : 0)
                        + (found.Reasons.Contains("the quantities have come") ? 15 : 0)
                )
            );
            return string.Join(", ", found.Reasons.Except([Same, Recent]));
        }
    }

    [Test]
    public void Nothing_is_surer_than_sure()
    {
        var order = Issued().Received((1, 10));

        Assert.That(Rank(Draft(lines: [new(1, null, 10, 100, 1000)]), order).Single().Confidence, Is.EqualTo(100));
    }

    [TestCase("2026-01-30", false)]
    [TestCase("2026-01-31", true)]
    [TestCase("2026-05-01", true, Description = "90 days after")]
    [TestCase("2026-05-02", false)]
    public void The_invoice_is_written_within_90_days_of_the_order(string day, bool isRecent)
    {
        var found = Rank(Draft() with { IssueDate = day }, Issued()).Single();

        Assert.That(found.Reasons.Contains(Recent), Is.EqualTo(isRecent));
        Assert.That(found.Confidence, Is.EqualTo(isRecent ? 60 : 50));
    }

    [Test]
    public void Only_issued_orders_in_the_currency_are_thought_of()
    {
        var cancelled = Issued();
        cancelled.Cancel("No.", Machine, Now);
        var expected = OrderCopy.HeardOf(NewOrderId(), Machine, Now);

        Assert.That(Rank(Draft(), cancelled, expected), Is.Empty);
        Assert.That(Rank(Draft() with { Currency = "USD" }, Issued()), Is.Empty);
    }

    [Test]
    public void The_ten_best_are_ranked_the_same_in_whatever_order_they_are_found()
    {
        OrderCopy[] orders = [.. Enumerable.Range(0, 12).Select(_ => Issued()), Issued().Received((1, 10))];

        var ranked = Rank(Draft(), orders);

        Assert.That(ranked, Has.Count.EqualTo(10));
        Assert.That(ranked[0].PurchaseOrderId, Is.EqualTo(orders[^1].Identifier));
        Assert.That(
            ranked.Skip(1).Select(each => each.PurchaseOrderId),
            Is.EqualTo(orders[..^1].Select(order => order.Identifier).Order(StringComparer.Ordinal).Take(9))
        );
        Assert.That(
            Rank(Draft(), [.. orders.Reverse()]).Select(each => (each.PurchaseOrderId, each.Confidence)),
            Is.EqualTo(ranked.Select(each => (each.PurchaseOrderId, each.Confidence)))
        );
    }

    private static IReadOnlyList<Candidate> Rank(InvoiceDraft draft, params OrderCopy[] orders) =>
        Candidates.Rank(InvoiceContent.Read(draft).Value, orders);
}
