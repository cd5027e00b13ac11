namespace Procurement.Purchasing.Ports;

using System.Globalization;
using System.Text.Json.Serialization;
using Procurement.Purchasing.Domain;

/// <summary>All versions of an order's content, oldest first.</summary>
internal sealed record VersionsView(IReadOnlyList<VersionView> Items)
{
    /// <summary>The order's own version that they were read at.</summary>
    [JsonIgnore]
    public long OrderVersion { get; private init; }

    /// <summary>Most lines of all versions together that are shown; beyond, a version is shown without its lines.</summary>
    private const int MostLines = 2 * Domain.LineItems.Most;

    public static VersionsView Of(IReadOnlyList<RecordedEvent> past)
    {
        var supplier = TypedId.Parse<SupplierId>(((PurchaseOrderCreated)past[0].Event).SupplierId).Value;
        var lines = 0;
        var items = new List<VersionView>();
        // The latest are those that are looked at.
        foreach (var version in OrderContentVersion.Of(past).Reverse())
        {
            lines += version.Content.LineItems.Count;
            items.Add(VersionView.Of(supplier, version, withLines: lines <= MostLines));
        }
        items.Reverse();
        return new VersionsView(items) { OrderVersion = past[^1].Version };
    }
}

internal sealed record VersionView(
    [property: Is<ContentVersion>] int Version,
    [property: Is<NameOf<ContentState>>] string State,
    [property: Is<MinorUnits>] long TotalCents,
    [property: Is<Subject>] string By,
    DateTimeOffset At,
    [property: Is<ContentDigest>] string Digest,
    IReadOnlyList<OrderedLineView>? LineItems
)
{
    public static VersionView Of(SupplierId supplier, OrderContentVersion version, bool withLines) =>
        new(
            version.Version,
            version.State.ToString(),
            version.Content.TotalCents,
            version.By,
            version.At,
            version.Content.Digest(supplier),
            withLines ? [.. version.Content.ToLines().Items.Select(OrderedLineView.Of)] : null
        );
}

/// <summary>What a later version of the content says otherwise than an earlier one.</summary>
internal sealed record DiffView(
    [property: Is<ContentVersion>] int From,
    [property: Is<ContentVersion>] int To,
    IReadOnlyList<LineDiffView> Lines,
    IReadOnlyList<HeaderDiffView> Header
)
{
    /// <summary>The order's own version that it was read at.</summary>
    [JsonIgnore]
    public long OrderVersion { get; private init; }

    /// <summary>Between two versions; without a later one the last there is, without an earlier one that before it.</summary>
    public static Result<DiffView?> Between(IReadOnlyList<RecordedEvent> past, long? from, long? to)
    {
        var versions = OrderContentVersion.Of(past);
        var later = to is null ? versions[^1] : versions.FirstOrDefault(each => each.Version == to);
        var earlier = versions.FirstOrDefault(each => each.Version == (from ?? Math.Max(1, (later?.Version ?? 0) - 1)));
        return earlier is null || later is null
            ? PurchaseOrderErrors.NoSuchVersion
            : Of(earlier, later) with
            {
                OrderVersion = past[^1].Version,
            };
    }

    private static DiffView Of(OrderContentVersion from, OrderContentVersion to)
    {
        var before = ByNumber(from);
        var after = ByNumber(to);
        return new DiffView(
            from.Version,
            to.Version,
            [
                .. before
                    .Keys.Union(after.Keys)
                    .Order()
                    .Select(number => LineDiffView.Of(number, before.GetValueOrDefault(number), after.GetValueOrDefault(number))),
            ],
            [.. HeaderDiffView.Between(from.Content, to.Content)]
        );
    }

    private static Dictionary<int, OrderedLineView> ByNumber(OrderContentVersion version) =>
        version.Content.ToLines().Items.Select(OrderedLineView.Of).ToDictionary(line => line.LineNumber);
}

internal sealed record LineDiffView(
    [property: Is<LineNumber>] int LineNumber,
    [property: Is<ActionCode>] int ActionCode,
    OrderedLineView? Before,
    OrderedLineView? After
)
{
    public static LineDiffView Of(int number, OrderedLineView? before, OrderedLineView? after) =>
        new(
            number,
            before is null ? Domain.ActionCode.Added
                : after is null ? Domain.ActionCode.Deleted
                : before == after ? Domain.ActionCode.None
                : Domain.ActionCode.Changed,
            before,
            after
        );
}

/// <summary>A member of the order that is not one of its lines; its values as text.</summary>
internal sealed record HeaderDiffView([property: Is<HeaderMember>] string Member, string? Before, string? After)
{
    public static IEnumerable<HeaderDiffView> Between(ContentFact from, ContentFact to) =>
        Written(from)
            .Zip(Written(to), (before, after) => new HeaderDiffView(before.Member, before.Value, after.Value))
            .Where(each => each.Before != each.After);

    private static IEnumerable<(string Member, string? Value)> Written(ContentFact content) =>
        [
            ("currency", content.Currency),
            ("total_cents", string.Create(CultureInfo.InvariantCulture, $"{content.TotalCents}")),
            (
                "delivery_address",
                content.DeliveryAddress is { } at
                    ? string.Join(", ", new[] { at.Street, at.PostalCode, at.City, at.Country }.OfType<string>())
                    : null
            ),
            ("payment_terms_days", content.PaymentTermsDays is { } days ? string.Create(CultureInfo.InvariantCulture, $"{days}") : null),
            ("note_to_supplier", content.NoteToSupplier),
        ];
}

/// <summary>What somebody said about an order.</summary>
internal sealed record CommentView(
    [property: Is<CommentText>] string Text,
    [property: Is<Subject>] string By,
    DateTimeOffset At,
    [property: Is<AggregateVersion>] long Version
);

/// <summary>Part of what was said.</summary>
/// <param name="Next">The version after which the next part begins; null when there is no more.</param>
internal sealed record CommentsPage(IReadOnlyList<CommentView> Items, long? Next);

/// <summary>Something that waits for the decision of who asks.</summary>
internal sealed record PendingApprovalView(
    [property: Is<PurchaseOrderId>] string PurchaseOrderId,
    [property: Is<NameOf<ApprovalLevel>>] string Level,
    DateTimeOffset WaitingSince,
    DateTimeOffset DueAt,
    DateTimeOffset? EscalatedAt,
    [property: Is<Subject>] string? OnBehalfOf
);
