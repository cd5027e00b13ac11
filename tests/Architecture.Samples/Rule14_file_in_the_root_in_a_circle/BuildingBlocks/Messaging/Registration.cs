namespace Procurement.BuildingBlocks.Messaging;

using Procurement.BuildingBlocks.Messaging.Inbox;

/// <summary>Options and registration in one file.</summary>
public sealed record Registration(int Batch)
{
    /// <summary>A new inbox.</summary>
    public Reader Reader() => new(this);
}
