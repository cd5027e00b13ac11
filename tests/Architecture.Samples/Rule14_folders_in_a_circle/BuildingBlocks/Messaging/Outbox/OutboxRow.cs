namespace Procurement.BuildingBlocks.Messaging;

using Procurement.BuildingBlocks.Messaging.Transports;

/// <summary>A row to be sent; its namespace does not say its folder.</summary>
public sealed record OutboxRow(long Seq, Address To);
