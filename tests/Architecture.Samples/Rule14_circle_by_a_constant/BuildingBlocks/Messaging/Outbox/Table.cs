namespace Procurement.BuildingBlocks.Messaging.Outbox;

using Procurement.BuildingBlocks.Messaging.Relay;

/// <summary>Of the outbox.</summary>
public static class Table
{
    /// <summary>Its name.</summary>
    public const string Name = "outbox";

    /// <summary>What the relay reads at once.</summary>
    public static readonly string Page = $"SELECT * FROM {Name} LIMIT {Batch.Size}";
}
