namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Diagnostics.Metrics;

/// <summary>
/// Measures, for each event that is committed, how old its aggregate was: how many orders were approved or invoices matched, and how long after
/// they came, is read from one instrument.
/// </summary>
/// <param name="metrics">Where it is measured.</param>
public sealed class EventAges(EventMetrics metrics)
{
    private List<Aggregate> saved = [];

    /// <summary>An aggregate is part of the unit of work at hand.</summary>
    public void Saved(Aggregate aggregate)
    {
        if (!saved.Contains(aggregate))
            saved.Add(aggregate);
    }

    /// <summary>What to do once the unit of work is committed; null when nothing was saved.</summary>
    public Action? Take()
    {
        if (saved.Count == 0)
            return null;
        var aggregates = saved;
        saved = [];
        return () => aggregates.ForEach(metrics.Record);
    }
}

/// <summary>The instrument of all events.</summary>
public sealed class EventMetrics
{
    private readonly Histogram<double> ages;

    /// <param name="meters">Where the instrument is made.</param>
    public EventMetrics(IMeterFactory meters) =>
        ages = meters
            .Create("Procurement")
            .CreateHistogram(
                "event_age",
                "s",
                "Time from when an aggregate came to be until something happened to it, by event",
                advice: new InstrumentAdvice<double>
                {
                    HistogramBucketBoundaries = [1, 10, 60, 600, 3_600, 28_800, 86_400, 259_200, 604_800, 2_592_000, 7_776_000],
                }
            );

    /// <summary>Records what happened to an aggregate.</summary>
    public void Record(Aggregate aggregate)
    {
        if (aggregate is not IDated dated)
            return;
        foreach (var recorded in aggregate.Recorded)
            ages.Record(
                Math.Max(0, (recorded.Event.At - dated.CreatedAt).TotalSeconds),
                new KeyValuePair<string, object?>("event", recorded.Event.GetType().Name)
            );
    }
}
