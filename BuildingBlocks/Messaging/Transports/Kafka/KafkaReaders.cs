namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

/// <summary>Makes the reader of a module.</summary>
internal delegate KafkaReader ReaderOf(string module);

/// <summary>Runs a reader for each module that has consumers.</summary>
internal sealed class KafkaReaders(Topology topology, ReaderOf readerOf) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            topology
                .Consumers.Select(each => each.Module)
                .Distinct()
                .Select(module => Task.Run(() => readerOf(module).Run(stoppingToken), CancellationToken.None))
        );
}

/// <summary>What readers count.</summary>
internal sealed class ReaderMetrics
{
    private readonly Counter<long> skipped;
    private readonly Counter<long> unreadable;

    public ReaderMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Procurement");
        skipped = meter.CreateCounter<long>(
            "kafka_records_skipped",
            description: "Records of types that no consumer of the module is given"
        );
        unreadable = meter.CreateCounter<long>("kafka_records_unreadable", description: "Records that are no events, put aside");
    }

    public void Count(string module, KafkaBatch batch)
    {
        var tag = new KeyValuePair<string, object?>("module", module);
        if (batch.Skipped > 0)
            skipped.Add(batch.Skipped, tag);
        if (batch.Unreadable.Count > 0)
            unreadable.Add(batch.Unreadable.Count, tag);
    }
}
