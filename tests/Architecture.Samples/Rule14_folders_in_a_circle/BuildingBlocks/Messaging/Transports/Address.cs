namespace Procurement.BuildingBlocks.Messaging.Transports;

using Procurement.BuildingBlocks.Messaging.Relay;

/// <summary>Where to.</summary>
public sealed record Address(string Topic)
{
    /// <summary>Only in a body.</summary>
    public override string ToString() => $"{Topic} {nameof(Forwarder)} {typeof(Forwarder)}";
}
