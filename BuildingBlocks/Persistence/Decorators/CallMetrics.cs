namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Diagnostics.Metrics;

/// <summary>The two instruments of every port: how long calls take, retries included, and how they end.</summary>
public sealed class CallMetrics
{
    private readonly Histogram<double> duration;
    private readonly Counter<long> calls;
    private readonly TimeProvider clock;

    /// <param name="meters">Where the instruments are made.</param>
    /// <param name="clock">What time is measured by.</param>
    public CallMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create("Procurement");
        duration = meter.CreateHistogram(
            "repo_call_duration",
            "s",
            "Duration of calls to repositories, queries and other ports, retries included",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5],
            }
        );
        calls = meter.CreateCounter<long>("repo_calls", description: "Calls to repositories, queries and other ports, by outcome");
        this.clock = clock;
    }

    /// <summary>A moment to measure from.</summary>
    public long Start() => clock.GetTimestamp();

    /// <summary>Records one call.</summary>
    /// <param name="started">From <see cref="Start"/>.</param>
    /// <param name="repo">Which repository or other port, in snake case.</param>
    /// <param name="operation">Which of its operations, in snake case.</param>
    /// <param name="ok">False when it ended with a fault; a refusal is an answer.</param>
    public void Record(long started, string repo, string operation, bool ok)
    {
        var status = ok ? "ok" : "error";
        duration.Record(clock.GetElapsedTime(started).TotalSeconds, new("repo", repo), new("op", operation), new("status", status));
        calls.Add(1, new("repo", repo), new("op", operation), new("status", status));
    }
}
