namespace Procurement.BuildingBlocks.Messaging.Inbox;

using MassTransit;
using Procurement.BuildingBlocks.Persistence;

/// <summary>What consumers need besides MassTransit.</summary>
public static class Consuming
{
    /// <summary>The event that is being consumed, with all that carried it.</summary>
    public static EventEnvelope Event(this ConsumeContext context) =>
        context.TryGetPayload(out InboxItem? item)
            ? item.Envelope
            : throw new InvalidOperationException("It did not come out of an inbox.");

    /// <summary>The value of an outcome; a refusal is a failure of the message, and is tried again like any other.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static T OrFail<T>(this Result<T> outcome) => outcome.Error is { } refusal ? throw new RefusedException(refusal) : outcome.Value;

    /// <summary>As above, for an outcome without a value.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static void OrFail(this Result outcome)
    {
        if (outcome.Error is { } refusal)
            throw new RefusedException(refusal);
    }

    /// <summary>As above, but one refusal is as good as done: what was wanted is no longer possible, or true already.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="unless">Code of that refusal.</param>
    /// <exception cref="RefusedException">It was refused otherwise.</exception>
    public static void OrFail<T>(this Result<T> outcome, string unless)
    {
        if (outcome.Error is { } refusal && refusal.Code != unless)
            throw new RefusedException(refusal);
    }
}
