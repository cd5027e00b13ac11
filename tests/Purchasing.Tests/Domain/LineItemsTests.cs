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

    [TestCase(0, "must have at least one line")]
    [TestCase(5_001, "must be at most 5000 lines")]
    public void Says_how_many_lines_there_may_be(int count, string fault)
    {
        Assert.That(LineItems.Create([.. Enumerable.Repeat(Line(), count)], Limits).Error!.Fields["line_items"], Is.EqualTo(fault));
    }

    [Test]
    public void Refuses_a_total_of_nothing()
    {
        var lines = LineItems.Create([Line(0.4m, 1), Line(0.1m, 2)], Limits);

        Assert.That(lines.Error!.Fields["line_items"], Is.EqualTo("their total comes to nothing: it must be at least 1 minor unit"));
    }

    /// <summary>800 KiB, with 128 bytes for a line and 24 for a text: 1,637 lines of 500 bytes and two of 350.</summary>
    [TestCase(106, "", true)]
    [TestCase(107, "", false)]
    [TestCase(104, "\"", true)]
    [TestCase(105, "\"", false)]
    [TestCase(104, "\\", true)]
    [TestCase(105, "é", false)]
    public void Has_texts_of_at_most_800_KiB_as_they_are_told(int letters, string last, bool accepted)
    {
        var one = Line(sku: "OFF-0001") with { SupplierSku = "SIAM-001", CostCenter = "4711", Description = new string('a', 256) };

        var lines = LineItems.Create(
            [.. Enumerable.Repeat(one, 1_637), With(new string('a', 106)), With(new string('a', letters) + last)],
            Limits
        );

        Assert.That(lines.Error?.Fields.Keys, accepted ? Is.Null : Is.EqualTo(new[] { "line_items" }));

        LineItemDraft With(string description) => one with { Description = description };
    }

    [Test]
    public void Have_numbers_up_to_the_greatest()
    {
        var greatest = Line() with { LineNumber = LineNumber.Most };

        Assert.That(LineItems.Create([greatest], Limits).Value.Items.Single().LineNumber, Is.EqualTo(LineNumber.Most));
        Assert.That(
            LineItems.Create([Line() with { LineNumber = LineNumber.Most + 1 }], Limits).Error!.Fields.Keys,
            Is.EqualTo(new[] { "line_items[0].line_number" })
        );
        Assert.That(LineItems.Create([Line(), greatest], Limits).Error!.Fields.Keys, Is.EqualTo(new[] { "line_items[0]" }));
    }

    [Test]
    public void New_ones_come_behind_the_greatest_number_there_is_or_was()
    {
        var behind = LineItems.Create([Line(), Line() with { LineNumber = 7 }, Line() with { LineNumber = 2 }], Limits, taken: 3).Value;
        var removed = LineItems.Create([Line(), Line() with { LineNumber = 1 }], Limits, taken: 9).Value;

        Assert.That(behind.Items.Select(line => line.LineNumber), Is.EqualTo(new[] { 2, 7, 8 }));
        Assert.That(removed.Items.Select(line => line.LineNumber), Is.EqualTo(new[] { 1, 10 }));
    }

    [Test]
    public void Blame_a_contained_unit_for_nothing_but_itself()
    {
        var unknownAround = LineItems.Create([Line() with { Unit = "TON", Contains = new ContentsDraft(12, "EACH") }], Limits);
        var unknownInside = LineItems.Create([Line() with { Contains = new ContentsDraft(12, "TON") }], Limits);

        Assert.That(unknownAround.Error!.Fields.Keys, Is.EqualTo(new[] { "line_items[0].unit" }));
        Assert.That(
            unknownInside.Error!.Fields["line_items[0].contains.unit"],
            Is.Not.EqualTo("must be another unit than that of the line")
        );
    }
}
