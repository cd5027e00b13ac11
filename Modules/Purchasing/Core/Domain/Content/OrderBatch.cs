namespace Procurement.Purchasing.Domain;

/// <summary>Orders that are asked for at once: together they have as many lines as one order may, so they cost about as much.</summary>
internal sealed class OrderBatch : IFacts
{
    public const int Most = 500;

    /// <summary>The member of a request that has them.</summary>
    public const string Field = "orders";

    public static Facts Facts { get; } = new() { Fewest = 1, Most = Most };

    public static readonly Error TooManyLines = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string> { [Field] = $"must have at most {LineItems.Most} lines together" },
    };

    /// <summary>The orders, or everything that is wrong with them as a whole.</summary>
    public static IReadOnlyList<OrderDraft> Read(IReadOnlyList<OrderDraft?>? drafts, FieldErrors errors)
    {
        if (drafts is not { Count: > 0 and <= Most })
        {
            errors.Add(Field, drafts is { Count: > Most } ? $"must be at most {Most} orders" : "must have at least one order");
            return [];
        }
        foreach (var (index, draft) in drafts.Index())
            if (draft is null)
                errors.Add($"{Field}[{index}]", "must be an object, not null");
        if (drafts.Sum(draft => draft?.LineItems?.Count ?? 0) > LineItems.Most)
            errors.AddAll(TooManyLines);
        return [.. drafts.OfType<OrderDraft>()];
    }
}
