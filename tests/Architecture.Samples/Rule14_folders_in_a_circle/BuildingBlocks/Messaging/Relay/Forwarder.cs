namespace Procurement.BuildingBlocks.Messaging.Relay;

/// <summary>Sends rows on.</summary>
public static class Forwarder
{
    /// <summary>The next one.</summary>
    public static async Task<long> Next(Func<Task<OutboxRow>> read) => (await read()).Seq;
}
