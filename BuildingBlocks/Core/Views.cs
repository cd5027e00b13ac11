namespace Procurement.BuildingBlocks;

using System.Text.Json;

/// <summary>One page of a list in key order.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Where the next page begins: the key of the last item; null when there is no more.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Guid? Next);

/// <summary>One line of an aggregate's audit trail.</summary>
/// <param name="Version">The aggregate's version after it.</param>
/// <param name="Event">Name of the domain event.</param>
/// <param name="Actor">Subject of who did it.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="From">State before; null for the first.</param>
/// <param name="To">State after.</param>
/// <param name="Details">What is particular to the event; null when nothing is.</param>
/// <param name="TraceId">Trace of the request that did it (W3C Trace Context); null when it was not traced.</param>
public sealed record HistoryItem(
    long Version,
    string Event,
    string Actor,
    DateTimeOffset At,
    string? From,
    string To,
    JsonElement? Details,
    string? TraceId
);
