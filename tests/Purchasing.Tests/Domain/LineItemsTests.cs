namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

internal sealed class LineItemsTests
{
    [Test]
    public void Tells_everything_that_is_wrong_at_once()
    {
        var wrong = LineItems.Create(
            [
                Line(),
                new LineItemDraft
                {
                    Sku = "",
                    Quantity = 0,
                    Unit = "TON",
                    UnitPriceMinor = -1,
                    Currency = "XXX",
                },
                null,
                new LineItemDraft
                {
                    Sku = new string('A', 65),
                    Description = "ok",
                    Quantity = -1,
                    Currency = "USD1",
                },
            ],
            Limits
        );

        Assert.That(
            wrong.Error!.Fields.Keys,
            Is.EquivalentTo(
                new[]
                {
                    "line_items[1].sku",
                    "line_items[1].quantity",
                    "line_items[1].unit",
                    "line_items[1].unit_price_cents",
                    "line_items[1].currency",
                    "line_items[2]",
                    "line_items[3].sku",
                    "line_items[3].quantity",
                    "line_items[3].unit_price_cents",
                    "line_items[3].currency",
                }
            )
        );
    }

    [Test]
    public void Refuses_a_second_currency()
    {
        var mixed = LineItems.Create([Line(), Line(currency: "JPY")], Limits);

        Assert.That(mixed.Error!.Fields, Contains.Key("line_items[1].currency"));
    }

    [Test]
    public void Refuses_a_currency_without_approval_limits()
    {
        var lines = LineItems.Create([Line(currency: "CHF")], Limits);

        Assert.That(lines.Error!.Fields, Contains.Key("line_items[0].currency"));
    }

    [Test]
    public void Refuses_a_line_whose_total_overflows()
    {
        var lines = LineItems.Create([Line(long.MaxValue / 2, 3)], Limits);

        Assert.That(lines.Error!.Fields, Contains.Key("line_items[0].unit_price_cents"));
    }

    [Test]
    public void Refuses_a_sum_that_overflows()
    {
        var lines = LineItems.Create([Line(long.MaxValue, 1), Line(1, 1)], Limits);

        Assert.That(lines.Error!.Fields, Contains.Key("line_items"));
    }

    [Test]
    public void Takes_the_largest_total_that_can_be_represented()
    {
        Assert.That(Lines(Line(long.MaxValue, 1)).Total.MinorUnits, Is.EqualTo(long.MaxValue));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(5_000, true)]
    [TestCase(5_001, false)]
    public void Has_one_to_five_thousand_lines(int count, bool accepted)
    {
        var lines = LineItems.Create([.. Enumerable.Repeat(Line(), count)], Limits);

        Assert.That(lines.Error is null, Is.EqualTo(accepted));
    }

    [TestCase("a\0b")]
    [TestCase("a\ud800b")]
    [TestCase("a\u202eb")]
    [TestCase("a\nb")]
    [TestCase("   ")]
    public void Refuses_a_sku_that_does_not_show_what_it_says(string sku)
    {
        Assert.That(LineItems.Create([Line(sku: sku)], Limits).Error!.Fields, Contains.Key("line_items[0].sku"));
    }
}
