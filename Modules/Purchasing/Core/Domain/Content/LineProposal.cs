namespace Procurement.Purchasing.Domain;

/// <summary>What a supplier would rather deliver of a line; null where it agrees.</summary>
internal sealed record LineProposal(int? LineNumber, decimal? Quantity, decimal? UnitPriceMinor, string? DeliveryDate)
{
    /// <summary>The lines as proposed, or null when they are those that are ordered; what is wrong is noted under <c>lines</c>.</summary>
    public static LineItems? Apply(IReadOnlyList<LineProposal?> proposals, IReadOnlyList<LineItem> ordered, FieldErrors errors)
    {
        var lines = ordered.ToDictionary(line => line.LineNumber);
        var changed = new HashSet<int>();
        for (var i = 0; i < proposals.Count; i++)
        {
            var path = $"lines[{i}]";
            if (proposals[i] is not { } proposal)
                errors.Add(path, "must be an object, not null");
            else if (proposal.LineNumber is not { } number)
                errors.Add($"{path}.line_number", "is required");
            else if (!lines.TryGetValue(number, out var line))
                errors.Add($"{path}.line_number", "is not a line of the order");
            else if (!changed.Add(number))
                errors.Add($"{path}.line_number", "is that of another line too");
            else if (LineItem.Create(number, proposal.Over(line), path, errors) is { } proposed)
                lines[number] = proposed;
        }
        if (errors.Error is not null)
            return null;
        var all = LineItems.Sum([.. lines.Values]);
        if (all.Error is { } invalid)
            errors.AddAll(invalid);
        return LineItemFact.Of(lines.Values).SequenceEqual(LineItemFact.Of(ordered)) || all.Error is not null ? null : all.Value;
    }

    private LineItemDraft Over(LineItem line) =>
        line.Draft() with
        {
            Quantity = Quantity ?? line.Quantity,
            UnitPriceMinor = UnitPriceMinor ?? line.UnitPriceMinor,
            DeliveryDate = DeliveryDate ?? (line.DeliveryDate is { } day ? Day.Format(day) : null),
        };
}

/// <summary>What a supplier asks for.</summary>
internal sealed class Proposals : IFacts
{
    public static Facts Facts { get; } =
        new() { Description = "Lines that the supplier would rather deliver otherwise.", Most = LineItems.Most };
}
