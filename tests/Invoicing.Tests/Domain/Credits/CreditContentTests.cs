namespace Invoicing.Tests.Domain.Credits;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class CreditContentTests
{
    [Test]
    public void Takes_over_all_that_a_credit_note_says()
    {
        var content = Read(
            Draft() with
            {
                CreditNoteNumber = " cn-01 ",
                Amounts = new AmountsDraft(300, [new("S", 19, 300, 57)], 357),
                Reason = " Wet. ",
                Lines = [new(2, 1, 200, 200), new(1, 1, null, 100)],
            }
        ).Value;

        Assert.That((content.Number.Value, content.Number.Key, content.Reason.Text), Is.EqualTo(("cn-01", "CN1", "Wet.")));
        Assert.That((content.Amounts.NetMinor, content.Amounts.GrossMinor, content.Amounts.Tax.Count), Is.EqualTo((300, 357, 1)));
        Assert.That(content.Lines, Is.EqualTo(new[] { new CreditedLine(5, 1), new CreditedLine(7, 1) }), "of the order, by number");
    }

    [Test]
    public void Needs_no_lines() => Assert.That(Read(Draft()).Value.Lines, Is.Empty);

    [Test]
    public void Tells_all_that_is_wrong_at_once()
    {
        var wrong = Wrong(
            new CreditDraft(
                null,
                "-",
                new AmountsDraft(0, null, null),
                [null, new(0, 0, -1, -1), new(9, 1, null, null), new(1, 11, null, null)],
                " "
            )
        );

        Assert.That(
            wrong.Keys,
            Is.EquivalentTo(
                new[]
                {
                    "credit_note_number",
                    "net_cents",
                    "reason",
                    "lines[0]",
                    "lines[1].line_number",
                    "lines[1].quantity",
                    "lines[1].unit_price_cents",
                    "lines[1].net_cents",
                    "lines[2].line_number",
                    "lines[3].quantity",
                }
            )
        );
        Assert.That(wrong["lines[0]"], Is.EqualTo("must be an object, not null"));
        Assert.That(wrong["lines[2].line_number"], Is.EqualTo("is not a line of the invoice"));
        Assert.That(wrong["lines[3].quantity"], Is.EqualTo("is more than the invoice bills of the line"));
    }

    [Test]
    public void Credits_no_more_of_a_line_than_the_invoice_bills_of_it()
    {
        Assert.That(Lines(new CreditLineDraft(1, 10, null, null)), Is.EqualTo("5:10"));
        Assert.That(Lines(new(1, 6, null, null), new(1, 4, null, null)), Is.EqualTo("5:10"));
        Assert.That(Lines(new(1, 6, null, null), new(1, 4.000001m, null, null)), Is.EqualTo("lines[1].quantity"), "in all");
        Assert.That(Lines(new CreditLineDraft(1, 10.000001m, null, null)), Is.EqualTo("lines[0].quantity"));
        Assert.That(Lines(new(1, 10, null, null), new(3, 2, null, null)), Is.EqualTo("5:12"), "two lines bill one of the order");
        Assert.That(Lines(new CreditLineDraft(3, 3, null, null)), Is.EqualTo("lines[0].quantity"));
    }

    [Test]
    public void Of_an_invoice_without_lines_those_of_the_order_are_credited()
    {
        var content = CreditContent.Read(Draft() with { Lines = [new(8, 99, null, null)] }, Register(Made.Draft())).Value;

        Assert.That(content.Lines, Is.EqualTo(new[] { new CreditedLine(8, 99) }));
    }

    [Test]
    public void Lines_add_up_to_the_net_where_all_say_an_amount()
    {
        Assert.That(Lines(new(1, 1, null, 100), new(2, 1, null, 200)), Is.EqualTo("5:1 7:1"));
        Assert.That(Lines(new(1, 1, null, 100), new(2, 1, null, 201)), Is.EqualTo("lines"));
        Assert.That(Lines(new CreditLineDraft(1, 1, null, 299)), Is.EqualTo("lines"));
        Assert.That(Lines(new(1, 1, null, 100), new(2, 1, null, null)), Is.EqualTo("5:1 7:1"));
        Assert.That(Lines(new(1, 1, null, 300), new(2, 1, null, 0)), Is.EqualTo("5:1 7:1"));
        Assert.That(Wrong(Draft() with { Lines = [new(1, 1, null, 1)] })["lines"], Is.EqualTo("must add up to net_cents"));
    }

    [Test]
    public void Has_from_one_line_to_5000_when_it_has_any()
    {
        Assert.That(Wrong(Draft() with { Lines = [] })["lines"], Is.EqualTo("must have at least one line when there are any"));
        Assert.That(Read(Draft() with { Lines = Many(5000) }).Value.Lines, Is.EqualTo(new[] { new CreditedLine(5, 0.005m) }));
        Assert.That(
            Wrong(Draft() with { Lines = Many(5001) }),
            Is.EqualTo(new Dictionary<string, string> { ["lines"] = "must be at most 5000 lines" })
        );

        static CreditLineDraft?[] Many(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => new CreditLineDraft(1, 0.000001m, null, null))];
    }

    /// <summary>Two lines over the fifth line of the order, and one over the seventh.</summary>
    private static readonly Invoice Billed = Register(
        Made.Draft(net: 1800, lines: [new(1, 5, 10, 100, 1000), new(2, 7, 3, 200, 600), new(3, 5, 2, 100, 200)])
    );

    private static CreditDraft Draft() => new(null, "CN-1", new AmountsDraft(300, null, null), null, "Damaged.");

    private static Result<CreditContent> Read(CreditDraft draft) => CreditContent.Read(draft, Billed);

    private static IReadOnlyDictionary<string, string> Wrong(CreditDraft draft)
    {
        var refused = Read(draft).Error;
        Assert.That(refused?.Code, Is.EqualTo("VALIDATION_FAILED"));
        return refused!.Fields;
    }

    private static string Lines(params CreditLineDraft?[] lines)
    {
        var read = Read(Draft() with { Lines = lines });
        return read.Error is { } refused
            ? string.Join(" ", refused.Fields.Keys)
            : string.Join(" ", read.Value.Lines.Select(line => $"{line.LineNumber}:{line.Quantity:0.######}"));
    }
}
