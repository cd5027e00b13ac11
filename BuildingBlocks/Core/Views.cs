namespace Procurement.BuildingBlocks;

using System.Runtime.CompilerServices;
using System.Text.Json;

/// <summary>What a client gets of one aggregate, at one version of it.</summary>
public interface IRepresentation
{
    /// <summary>Number of its shape, from 1: raised when a release changes the shape, so that copies of the old one are no longer current.</summary>
    static abstract int Representation { get; }

    /// <summary>The aggregate's version.</summary>
    long Version { get; }
}

/// <summary>One page of a list in key order.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Where the next page begins: the key of the last item; null when there is no more.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Guid? Next);

/// <summary>What goes over many pages.</summary>
public static class Pages
{
    /// <summary>
    /// All of a list, a page at a time: whoever is slow to take it keeps nothing of the database. It is no picture of one moment, but what
    /// was there before and stays is met exactly once.
    /// </summary>
    /// <param name="read">Reads the page after a key; null for the first.</param>
    /// <param name="ct">Ends it.</param>
    public static async IAsyncEnumerable<T> All<T>(
        Func<Guid?, CancellationToken, Task<Page<T>>> read,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        Guid? after = null;
        do
        {
            var page = await read(after, ct);
            foreach (var item in page.Items)
                yield return item;
            after = page.Next;
        } while (after is not null);
    }
}

/// <summary>Part of an aggregate's audit trail, oldest first.</summary>
/// <param name="Items">Empty behind the end.</param>
/// <param name="Next">The version after which the next part begins; null when there is no more.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryItem> Items, long? Next);

/// <summary>Which part of an audit trail.</summary>
/// <param name="After">The last version already seen; 0 for the beginning.</param>
/// <param name="Limit">Most items, 1 to 100; fewer come when they are large.</param>
public sealed record HistoryRange(long After, int Limit)
{
    /// <summary>Most bytes of details in one part; keeps an answer below a mebibyte.</summary>
    public const int MostBytes = 512 * 1024;

    /// <summary>Most bytes of details of one item in a part.</summary>
    public const int MostBytesOfItem = MostBytes / 2;
}

/// <summary>One line of an aggregate's audit trail.</summary>
public sealed record HistoryItem
{
    /// <summary>The aggregate's version after it.</summary>
    [Is<AggregateVersion>]
    public required long Version { get; init; }

    /// <summary>Name of the domain event.</summary>
    [Is<DomainName>]
    public required string Event { get; init; }

    /// <summary>Subject of who did it; <c>system</c> for the system.</summary>
    [Is<Subject>]
    public required string Actor { get; init; }

    /// <summary>Subject of whose authority was used; null when it was the actor's own.</summary>
    [Is<Subject>]
    public required string? OnBehalfOf { get; init; }

    /// <summary>What made the system act; null when somebody did it.</summary>
    [Is<Cause>]
    public required string? Cause { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>State before; null for the first.</summary>
    [Is<DomainName>]
    public required string? From { get; init; }

    /// <summary>State after.</summary>
    [Is<DomainName>]
    public required string To { get; init; }

    /// <summary>What is particular to the event; null when nothing is, or when it was left out.</summary>
    public required JsonElement? Details { get; init; }

    /// <summary>True when the details are too large for a list (<see cref="HistoryRange.MostBytesOfItem"/>); asked for alone, the item has them.</summary>
    public required bool DetailsLeftOut { get; init; }

    /// <summary>Trace of the request that did it (W3C Trace Context); null when it was not traced.</summary>
    [Is<TraceId>]
    public required string? TraceId { get; init; }
}
