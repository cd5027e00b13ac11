namespace Host.Tests;

using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Messaging.InMemory;
using Procurement.BuildingBlocks.Messaging.Operations;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Makes dead letters without waiting for a consumer to give a message up.</summary>
internal static class DeadLetters
{
    /// <summary>An event that no consumer can read.</summary>
    public const string Nonsense = "{\"supplier_id\": 7}";

    public static string Format(Guid id) => $"{new DeadLetterId(id)}";

    public static Guid InMemory(IServiceProvider services)
    {
        var consumer = services.GetRequiredService<Topology>().Subscriptions.First(each => each.Consumer == Api.Consumer);
        var now = TimeProvider.System.Now();
        var envelope = EventEnvelope.Of(new PublicEvent(consumer.Event, Nonsense), "sup_1", 1, now, cause: null);
        return services
            .GetRequiredService<InMemoryLetters>()
            .PutAside(consumer, new InboxItem(0, 0, now, consumer.Event.Module, envelope), 1, new FormatException("It cannot be read."));
    }

    public static async Task<Guid> Insert(string database)
    {
        var (id, key) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        await Ledger.Column(
            database,
            $"""
            INSERT INTO purchasing.inbox_dead
                (id, seq, consumer, message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, occurred_at,
                data, source, attempts, error_type, error, received_at)
            VALUES ('{id}', nextval(pg_get_serial_sequence('purchasing.inbox', 'seq')), '{Api.Consumer}', '{key}', 'supplier.supplier-approved', 1,
                'sup_{key}', 'sup_{key}', 1, '{key}', now(), '{Nonsense}', 'supplier', 1, 'FormatException', 'It cannot be read.', now())
            """
        );
        return id;
    }
}
