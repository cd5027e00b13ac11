namespace Messaging.Tests.Harness;

using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>What the sink tells itself: proof that what a consumer publishes goes with its effect.</summary>
[PublicEvent("sink.thing-noted.v1", "noted-thing")]
internal sealed record ThingNoted
{
    public required string ThingId { get; init; }
    public required long Count { get; init; }
}

/// <summary>The module that is told.</summary>
internal sealed class SinkModule
{
    public const string Tables = """
        CREATE TABLE sink.effects (
            seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, consumer text NOT NULL, message_id uuid NOT NULL, subject text NOT NULL,
            version bigint NOT NULL, trace_id text, occurred_at timestamptz NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        """;
}

internal sealed class SinkContext(DbContextOptions<SinkContext> options) : ModuleContext(options)
{
    protected override string Schema => "sink";

    /// <summary>Writes down, in the transaction of the message, that it took effect.</summary>
    public async Task Note(string consumer, EventEnvelope happened, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO sink.effects (consumer, message_id, subject, version, trace_id, occurred_at) VALUES ($1, $2, $3, $4, $5, $6)",
            (NpgsqlConnection)Database.GetDbConnection()
        );
        command
            .Parameters.With(consumer)
            .With(happened.MessageId)
            .With(happened.Subject)
            .With(happened.AggregateVersion)
            .WithText(System.Diagnostics.Activity.Current?.TraceId.ToHexString())
            .With(happened.OccurredAt);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What a consumer does when an event's note asks for it, besides its work.</summary>
internal interface IBehaviour
{
    Task Act(string note, EventEnvelope happened, CancellationToken ct);
}

internal sealed class NoBehaviour : IBehaviour
{
    public Task Act(string note, EventEnvelope happened, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Notes what happened and publishes that it has.</summary>
internal sealed class NoteThing(SinkContext context, IBehaviour behaviour) : IConsumer<ThingCounted>
{
    public const string Name = "sink.note-thing";

    public async Task Consume(ConsumeContext<ThingCounted> counted)
    {
        var happened = counted.Event();
        await context.Note(Name, happened, counted.CancellationToken);
        await counted.Publish(new ThingNoted { ThingId = counted.Message.ThingId, Count = counted.Message.Count });
        await behaviour.Act(counted.Message.Note, happened, counted.CancellationToken);
    }
}

internal sealed class NoteThingDefinition : ConsumerDefinition<NoteThing>;

/// <summary>Notes what the first has published.</summary>
internal sealed class NoteNoted(SinkContext context) : IConsumer<ThingNoted>
{
    public const string Name = "sink.note-noted";

    public Task Consume(ConsumeContext<ThingNoted> noted) => context.Note(Name, noted.Event(), noted.CancellationToken);
}

internal sealed class NoteNotedDefinition : ConsumerDefinition<NoteNoted>;
