namespace Host.Tests;

using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Events of a module that is not here, given to a consumer as if that module had told them.</summary>
internal static class Told
{
    public static async Task By(IServiceProvider services, string? database, string consumer, PublicEvent happened, string about)
    {
        var topology = services.GetRequiredService<Topology>();
        var envelope = EventEnvelope.Of(happened, about, 1, TimeProvider.System.Now(), cause: null);
        var known = topology.Subscriptions.Single(each => each.Consumer == consumer && each.Event == happened.Type);
        if (database is null)
        {
            var item = new InboxItem(0, 0, envelope.OccurredAt, happened.Type.Module, envelope);
            await services.GetRequiredService<ConsumerPipelines>().Dispatch(known, item, default);
            return;
        }
        await Ledger.Column(
            database,
            $"""
            INSERT INTO {known.Module}.inbox
                (consumer, message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, occurred_at, data,
                source)
            VALUES ('{consumer}', '{envelope.MessageId}', '{envelope.EventType}', {envelope.EventVersion}, '{about}', '{about}', 1,
                '{envelope.CorrelationId}', now(), '{envelope.Data}', '{happened.Type.Module}')
            """
        );
    }
}
