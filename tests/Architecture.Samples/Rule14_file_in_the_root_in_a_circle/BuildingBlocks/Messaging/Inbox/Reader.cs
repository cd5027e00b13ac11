namespace Procurement.BuildingBlocks.Messaging.Inbox;

/// <summary>Reads.</summary>
public sealed class Reader(Registration registration)
{
    /// <summary>Rows at once.</summary>
    public int Batch => registration.Batch;
}
