namespace Procurement.BuildingBlocks.Messaging.Outbox;

using MassTransit;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Says what a published event is about.</summary>
public static class Publishing
{
    private const string Subject = "procurement-subject";
    private const string Sequence = "procurement-sequence";

    /// <summary>
    /// Says what an event is about that code publishes; otherwise it is about what the consumed message is about, or only about itself.
    /// </summary>
    /// <param name="context">As MassTransit gives it to whoever publishes.</param>
    /// <param name="subject">The aggregate, by its identifier with prefix.</param>
    /// <param name="version">The aggregate's version, from 1.</param>
    public static void About(this SendContext context, string subject, long version)
    {
        context.Headers.Set(Subject, subject);
        context.Headers.Set(Sequence, version);
    }

    /// <exception cref="InvalidOperationException">The message is not declared as a public event, or is too large.</exception>
    internal static EventEnvelope ToEnvelope<T>(this SendContext<T> context, EventEnvelope? cause)
        where T : class
    {
        var happened = PublicEvent.Of(context.Message);
        var at = context.SentTime is { } sent ? new DateTimeOffset(DateTime.SpecifyKind(sent, DateTimeKind.Utc)) : cause?.OccurredAt;
        return EventEnvelope.Of(
            happened,
            context.Headers.Get<string>(Subject) ?? cause?.Subject ?? $"{context.MessageId}",
            context.Headers.Get<long>(Sequence) ?? cause?.AggregateVersion ?? 1,
            at ?? throw new InvalidOperationException($"{happened.Type} does not say when it happened."),
            cause
        );
    }
}
