namespace Procurement.Purchasing.Domain;

using System.Text;

/// <summary>The lines of an order: at least one, all in one currency that has approval limits, with a total that can be represented.</summary>
internal sealed class LineItems : IFacts
{
    public const int Most = 5000;

    /// <summary>Most bytes of all texts together, with what stands around them in an event: an order that is issued is told as one.</summary>
    public const int MostBytes = 800 * 1024;

    private const int BytesAround = 128;
    private const string Field = "line_items";

    public static Facts Facts { get; } = new() { Fewest = 1, Most = Most };

    private LineItems(IReadOnlyList<LineItem> items, Money total)
    {
        Items = items;
        Total = total;
    }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<LineItem> Items { get; }

    /// <summary>The sum of the lines' totals, each rounded once.</summary>
    public Money Total { get; }

    /// <summary>Makes the lines, or refuses with every field that is wrong.</summary>
    /// <param name="drafts">Numbered from 1 in the order given, unless they have numbers: then those without are new, and come behind all others.</param>
    /// <param name="limits">Which currencies are ordered in.</param>
    /// <param name="taken">The highest number in use.</param>
    public static Result<LineItems> Create(IReadOnlyList<LineItemDraft?>? drafts, ApprovalLimits limits, int taken = 0)
    {
        var errors = new FieldErrors();
        if (drafts is not { Count: > 0 and <= Most })
        {
            errors.Add(Field, drafts is { Count: > Most } ? $"must be at most {Most} lines" : "must have at least one line");
            return errors.Error!;
        }
        var numbers = Numbered(drafts, taken, errors);
        var items = new List<LineItem>(drafts.Count);
        for (var i = 0; i < drafts.Count; i++)
        {
            if (drafts[i] is not { } draft)
                errors.Add($"{Field}[{i}]", "must be an object, not null");
            else if (LineItem.Create(numbers[i], draft, $"{Field}[{i}]", errors) is { } item)
            {
                CheckCurrency(item, items, $"{Field}[{i}].currency", limits, errors);
                items.Add(item);
            }
        }
        if (items.Sum(BytesOf) > MostBytes)
            errors.Add(Field, $"are more text than an order may have ({MostBytes} bytes)");
        return errors.Error is { } invalid ? invalid : Sum(items);
    }

    private static int BytesOf(LineItem line) =>
        BytesAround + BytesOf(line.Sku) + BytesOf(line.Description) + BytesOf(line.CostCenter) + BytesOf(line.SupplierSku);

    /// <summary>As JSON, where some characters are written as two.</summary>
    private static int BytesOf(string? text) =>
        text is null ? 0 : 24 + Encoding.UTF8.GetByteCount(text) + text.Count(c => c is '"' or '\\');

    /// <summary>Lines that are accepted each by itself, unless they are too much together.</summary>
    public static Result<LineItems> Sum(IReadOnlyList<LineItem> items)
    {
        var total = TotalOf(items);
        var fault = total.Error?.Detail ?? (total.Value.MinorUnits == 0 ? "comes to nothing: it must be at least 1 minor unit" : null);
        return fault is null
            ? new LineItems([.. items.OrderBy(item => item.LineNumber)], total.Value)
            : FieldErrors.Refusal with
            {
                Fields = new Dictionary<string, string> { [Field] = $"their total {fault}" },
            };
    }

    /// <summary>Lines that were accepted before, as they are.</summary>
    public static LineItems Of(IReadOnlyList<LineItem> items) => new(items, TotalOf(items).Value);

    private static int[] Numbered(IReadOnlyList<LineItemDraft?> drafts, int taken, FieldErrors errors)
    {
        if (drafts.All(draft => draft?.LineNumber is null))
            return [.. Enumerable.Range(1, drafts.Count)];
        var numbers = new int[drafts.Count];
        var seen = new HashSet<int>();
        for (var i = 0; i < drafts.Count; i++)
            if (drafts[i]?.LineNumber is { } number)
            {
                numbers[i] = number;
                if (number is < 1 or > LineNumber.Most)
                    errors.Add($"{Field}[{i}].line_number", $"must be from 1 to {LineNumber.Most}");
                else if (!seen.Add(number))
                    errors.Add($"{Field}[{i}].line_number", "is that of another line too");
            }
        var next = Math.Max(taken, seen.Count == 0 ? 0 : seen.Max());
        for (var i = 0; i < drafts.Count; i++)
            if (drafts[i]?.LineNumber is null && (numbers[i] = ++next) > LineNumber.Most)
                errors.Add($"{Field}[{i}]", $"would be a line above number {LineNumber.Most}");
        return numbers;
    }

    private static void CheckCurrency(LineItem item, List<LineItem> before, string path, ApprovalLimits limits, FieldErrors errors)
    {
        if (before.Count > 0 && before[0].Currency != item.Currency)
            errors.Add(path, $"must be {before[0].Currency}, as on the first line: an order has one currency");
        else if (!limits.Accepts(item.Currency))
            errors.Add(path, "is not a currency that is ordered in here (no approval limits are set for it)");
    }

    private static Result<Money> TotalOf(IReadOnlyList<LineItem> items)
    {
        var total = Money.Zero(items[0].Currency);
        foreach (var item in items)
        {
            var next = total.Plus(item.Total);
            if (next.Error is not null)
                return next.Error;
            total = next.Value;
        }
        return total;
    }
}

internal sealed class LineCount : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Min = 1,
            Max = LineItems.Most,
            Example = 1L,
        };
}
