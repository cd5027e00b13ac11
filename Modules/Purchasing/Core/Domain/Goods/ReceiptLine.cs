namespace Procurement.Purchasing.Domain;

/// <summary>Goods of one line of the order, as they came.</summary>
internal sealed class ReceiptLine
{
    public const int Most = 5000;

    private ReceiptLine(int place, int lineNumber, decimal quantity, Unit unit, decimal counted, bool qcFailed, string? reason)
    {
        Place = place;
        LineNumber = lineNumber;
        Quantity = quantity;
        Unit = unit;
        Counted = counted;
        QcFailed = qcFailed;
        Reason = reason;
    }

    /// <summary>Where it stands on the delivery note, from 1.</summary>
    public int Place { get; private init; }

    /// <summary>The order's line.</summary>
    public int LineNumber { get; private init; }
    public decimal Quantity { get; private init; }
    public Unit Unit { get; private init; }

    /// <summary>The quantity in the unit that the order's line is counted in.</summary>
    public decimal Counted { get; private init; }
    public bool QcFailed { get; private init; }
    public string? Reason { get; private init; }

    /// <summary>What of it went back, counted likewise.</summary>
    public decimal Returned { get; private set; }

    public void Return(decimal counted) => Returned += counted;

    /// <summary>Whether the order's line counts these goods as they were counted when they came.</summary>
    public bool IsCountedBy(LineItem ordered) =>
        ordered.Count(Quantity, Unit.ToString()) is { Error: null, Value: var counted } && counted == Counted;

    /// <summary>What went back, in the unit in which it came.</summary>
    public decimal ReturnedShown => Shown(Quantity, Counted, Returned);

    public static decimal Shown(decimal quantity, decimal counted, decimal returned) =>
        quantity == counted
            ? returned
            : decimal.Round(returned * quantity / counted, Domain.Quantity.Places, MidpointRounding.AwayFromZero);

    /// <summary>Reads what came, or refuses with every field that is wrong.</summary>
    public static Result<IReadOnlyList<ReceiptLine>> Read(IReadOnlyList<ReceiptLineDraft?>? drafts, PurchaseOrder order)
    {
        var errors = new FieldErrors();
        var read = new List<ReceiptLine>();
        foreach (var (draft, line, counted, path) in GoodsDraft.Read(drafts, order, errors))
        {
            var why = draft.Reason is { } text ? errors.Take($"{path}.reason", Text.Parse(text, BuildingBlocks.Reason.Longest)) : null;
            var unit = draft.Unit is { } named ? NameOf<Unit>.Find(named) : line.Unit;
            if (unit.Error is null && counted.Error is null)
                read.Add(
                    new ReceiptLine(
                        read.Count + 1,
                        line.LineNumber,
                        draft.Quantity!.Value,
                        unit.Value,
                        counted.Value,
                        draft.QcFailed ?? false,
                        why
                    )
                );
        }
        return errors.Error is { } invalid ? invalid : read;
    }
}

/// <summary>Quantities of the order's lines as asked for, not yet looked at.</summary>
internal record GoodsDraft(int? LineNumber, decimal? Quantity, string? Unit)
{
    /// <summary>Each that names a line of the order, with its quantity as it is counted; what is wrong is noted under <c>lines</c>.</summary>
    public static IEnumerable<(T Draft, LineItem Line, Result<decimal> Counted, string Path)> Read<T>(
        IReadOnlyList<T?>? drafts,
        PurchaseOrder order,
        FieldErrors errors
    )
        where T : GoodsDraft
    {
        if (drafts is not { Count: > 0 and <= ReceiptLine.Most })
        {
            errors.Add("lines", drafts is { Count: > 0 } ? $"must be at most {ReceiptLine.Most} lines" : "must have at least one line");
            yield break;
        }
        var ordered = order.LineItems.ToDictionary(line => line.LineNumber);
        for (var i = 0; i < drafts.Count; i++)
        {
            var path = $"lines[{i}]";
            if (drafts[i] is not { } draft)
                errors.Add(path, "must be an object, not null");
            else if (draft.LineNumber is not { } number)
                errors.Add($"{path}.line_number", "is required");
            else if (!ordered.TryGetValue(number, out var line))
                errors.Add($"{path}.line_number", "is not a line of the order");
            else
            {
                var counted = line.Count(draft.Quantity, draft.Unit);
                errors.Take(counted.Error?.Code is LineItem.WrongUnit or "UNKNOWN_NAME" ? $"{path}.unit" : $"{path}.quantity", counted);
                yield return (draft, line, counted, path);
            }
        }
    }

    /// <summary>The quantities as they are counted, or everything that is wrong with them.</summary>
    public static Result<IReadOnlyList<Counted>> Read(IReadOnlyList<GoodsDraft?>? drafts, PurchaseOrder order)
    {
        var errors = new FieldErrors();
        var read = new List<Counted>();
        foreach (var (_, line, counted, _) in Read(drafts, order, errors))
            if (counted.Error is null)
                read.Add(new Counted(line.LineNumber, counted.Value));
        return errors.Error is { } invalid ? invalid : read;
    }
}

/// <summary>Goods that came, as told.</summary>
internal sealed record ReceiptLineDraft(int? LineNumber, decimal? Quantity, string? Unit, bool? QcFailed, string? Reason)
    : GoodsDraft(LineNumber, Quantity, Unit);

internal sealed class ReceiptLines : IFacts
{
    public static Facts Facts { get; } = new() { Fewest = 1, Most = ReceiptLine.Most };
}

/// <summary>Whether goods failed the check.</summary>
internal sealed class QualityCheck : IFacts
{
    public static Facts Facts { get; } = new() { Description = "Whether the goods failed the check; false when it is left out." };
}
