namespace Procurement.BuildingBlocks.Messaging.Relay;

using Procurement.BuildingBlocks.Messaging.Outbox;

/// <summary>Of the relay.</summary>
public static class Batch
{
    /// <summary>Rows.</summary>
    public const int Size = 100;

    /// <summary>Where from.</summary>
    public static string Source() => Table.Name;
}
