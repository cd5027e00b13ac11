namespace Procurement.Purchasing.Domain;

/// <summary>The lines of an order: at least one, all in one currency that has approval limits, with a total that can be represented.</summary>
internal sealed class LineItems : IFacts
{
    public const int Most = 5000;

    public static Facts Facts { get; } = new() { Fewest = 1, Most = Most };

    private LineItems(IReadOnlyList<LineItem> items, Money total)
    {
        Items = items;
        Total = total;
    }

    public IReadOnlyList<LineItem> Items { get; }
    public Money Total { get; }

    /// <summary>Makes the lines, numbered from 1 in the order given, or refuses with every field that is wrong.</summary>
    public static Result<LineItems> Create(IReadOnlyList<LineItemDraft?>? drafts, ApprovalLimits limits)
    {
        const string field = "line_items";
        var errors = new FieldErrors();
        if (drafts is not { Count: > 0 and <= Most })
        {
            errors.Add(field, drafts is { Count: > Most } ? $"must be at most {Most} lines" : "must have at least one line");
            return errors.Error!;
        }
        var items = new List<LineItem>(drafts.Count);
        for (var i = 0; i < drafts.Count; i++)
        {
            if (drafts[i] is not { } draft)
                errors.Add($"{field}[{i}]", "must be an object, not null");
            else if (LineItem.Create(i + 1, draft, $"{field}[{i}]", errors) is { } item)
            {
                CheckCurrency(item, items, $"{field}[{i}].currency", limits, errors);
                items.Add(item);
            }
        }
        if (errors.Error is { } invalid)
            return invalid;
        var total = Sum(items);
        if (total.Error is null)
            return new LineItems(items, total.Value);
        errors.Add(field, $"their total {total.Error.Detail}");
        return errors.Error!;
    }

    private static void CheckCurrency(LineItem item, List<LineItem> before, string path, ApprovalLimits limits, FieldErrors errors)
    {
        if (before.Count > 0 && before[0].Currency != item.Currency)
            errors.Add(path, $"must be {before[0].Currency}, as on the first line: an order has one currency");
        else if (!limits.Accepts(item.Currency))
            errors.Add(path, "is not a currency that is ordered in here (no approval limits are set for it)");
    }

    private static Result<Money> Sum(List<LineItem> items)
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
