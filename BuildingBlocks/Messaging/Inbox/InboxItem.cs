namespace Procurement.BuildingBlocks.Messaging.Inbox;

using Procurement.BuildingBlocks.Persistence;

/// <summary>One event on its way through one consumer.</summary>
/// <param name="Seq">Its place in the inbox; 0 where there is none.</param>
/// <param name="Attempts">How often it has failed.</param>
/// <param name="ReceivedAt">When it arrived, in UTC.</param>
/// <param name="Source">The module it came from, or topic, partition and offset.</param>
/// <param name="Envelope">The event.</param>
internal sealed record InboxItem(long Seq, short Attempts, DateTimeOffset ReceivedAt, string Source, EventEnvelope Envelope)
{
    /// <summary>Whether later messages of its key wait when one was put aside.</summary>
    public bool Parks { get; init; }

    /// <summary>Whether this attempt was counted before it began, for fear that it ends the process.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The attempts that its row tells of.</summary>
    public short Stored => (short)(Attempts + (IsCounted ? 1 : 0));

    /// <summary>The attempts that there have been when this one has failed.</summary>
    public short Next => (short)(Attempts + 1);

    /// <summary>False when it was found to be somebody else's, or too early: nothing was done.</summary>
    public bool Handled { get; set; }
}
