namespace Procurement.BuildingBlocks.Messaging.Transports;

/// <summary>A way out of an outbox.</summary>
internal interface IEventTransport
{
    /// <summary>Hands over the oldest events of a module's outbox, in order, and removes them from it.</summary>
    /// <param name="module">Whose outbox.</param>
    /// <param name="after">Sequence number after which to look: what lies before is known to be gone, and passing it costs time.</param>
    /// <param name="atMost">How many, from 1.</param>
    /// <param name="ct">Gives up; what was handed over and not removed is handed over again.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="Exception">A fault. <see cref="HandOverException"/> when one event is to blame.</exception>
    Task<HandOver> HandOver(MessagingModule module, long after, int atMost, CancellationToken ct);

    /// <summary>Whether a fault says that the way itself is closed for the moment, and nothing of the events.</summary>
    bool IsAway(Exception fault);
}

/// <summary>What came of an attempt to hand over.</summary>
/// <param name="Mine">False when another process is at it.</param>
/// <param name="Count">How many events were handed over.</param>
/// <param name="Last">Sequence number of the last of them; 0 when there was none.</param>
/// <param name="More">Whether there may be more although they were fewer than was allowed.</param>
internal readonly record struct HandOver(bool Mine, int Count, long Last, bool More = false);

/// <summary>One event could not be handed over, for a reason of its own.</summary>
/// <param name="seq">Its sequence number.</param>
/// <param name="cause">Why.</param>
internal sealed class HandOverException(long seq, Exception cause) : Exception(cause.Message, cause)
{
    public long Seq => seq;
}
