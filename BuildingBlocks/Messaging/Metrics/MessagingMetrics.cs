namespace Procurement.BuildingBlocks.Messaging.Metrics;

using System.Diagnostics.Metrics;

/// <summary>What relays and consumers count while they work. Names and labels are those of the page, without its prefix.</summary>
internal sealed class MessagingMetrics
{
    private readonly Histogram<long> batchSize;
    private readonly Histogram<double> relayDuration;
    private readonly Counter<long> relayFailures;
    private readonly Counter<long> handled;
    private readonly Histogram<double> handlerDuration;
    private readonly Histogram<double> endToEnd;
    private readonly TimeProvider clock;

    public MessagingMetrics(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        var meter = meters.Create("Procurement");
        batchSize = meter.CreateHistogram(
            "relay_batch_size",
            description: "Events that left an outbox together",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 10_000] }
        );
        relayDuration = meter.CreateHistogram(
            "relay_duration",
            "s",
            "Time that handing over a batch took",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 20] }
        );
        relayFailures = meter.CreateCounter<long>("relay_failures", description: "Attempts to hand over that failed");
        handled = meter.CreateCounter<long>(
            "inbox_handled",
            description: "Messages that a consumer was given, by outcome: handled, retried (it failed and is tried again), dead"
        );
        handlerDuration = meter.CreateHistogram(
            "handler_duration",
            "s",
            "Time that a consumer took for a message, commit included",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 10] }
        );
        endToEnd = meter.CreateHistogram(
            "event_end_to_end",
            "s",
            "Time from when something happened until a consumer's effect was committed",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 86_400],
            }
        );
    }

    /// <summary>A moment to measure from.</summary>
    public long Start() => clock.GetTimestamp();

    public void HandedOver(string module, long started, int count)
    {
        relayDuration.Record(clock.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("module", module));
        batchSize.Record(count, new KeyValuePair<string, object?>("module", module));
    }

    public void NotHandedOver(string module) => relayFailures.Add(1, new KeyValuePair<string, object?>("module", module));

    public void Handled(string consumer, long started, DateTimeOffset occurred)
    {
        var label = new KeyValuePair<string, object?>("consumer", consumer);
        handlerDuration.Record(clock.GetElapsedTime(started).TotalSeconds, label);
        // Another process's clock may be ahead.
        endToEnd.Record(Math.Max(0, (clock.GetUtcNow() - occurred).TotalSeconds), label);
        handled.Add(1, label, new("outcome", "handled"));
    }

    public void Failed(string consumer, bool isDead) =>
        handled.Add(1, new("consumer", consumer), new("outcome", isDead ? "dead" : "retried"));
}
