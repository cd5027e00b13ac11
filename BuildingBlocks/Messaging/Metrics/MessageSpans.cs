namespace Procurement.BuildingBlocks.Messaging.Metrics;

using System.Diagnostics;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Spans of what is done to many events in one go: each event has one of its own, in the trace of whoever set it in motion.</summary>
internal static class MessageSpans
{
    /// <summary>Whether anybody gathers spans; otherwise there is nothing to gather for them.</summary>
    public static bool AreWanted => Spans.Source.HasListeners();

    /// <summary>Tells of something that is over by now.</summary>
    /// <param name="operation">As OpenTelemetry calls it: <c>send</c> or <c>receive</c>.</param>
    /// <param name="destination">Topic, or the event's own name where there is none.</param>
    /// <param name="message">Identifier of the message.</param>
    /// <param name="parent">W3C trace context of the event; null, or not kept, says that there is nothing to tell.</param>
    /// <param name="state">W3C trace state.</param>
    /// <param name="began">When.</param>
    /// <param name="system">What carried it: <c>kafka</c> or <c>postgresql</c>.</param>
    public static void Tell(
        string operation,
        string destination,
        Guid message,
        string? parent,
        string? state,
        DateTimeOffset began,
        string system
    )
    {
        if (
            !ActivityContext.TryParse(parent, state, isRemote: true, out var context)
            || !context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
        )
            return;
        using var span = Spans.Source.StartActivity($"{operation} {destination}", ActivityKind.Client, context, startTime: began);
        span?.SetTag("messaging.system", system)
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", operation)
            .SetTag("messaging.destination.name", destination)
            .SetTag("messaging.message.id", message);
    }
}
