namespace Procurement.BuildingBlocks;

/// <summary>Reading the injected clock.</summary>
public static class Clock
{
    /// <summary>
    /// The present moment in UTC, to the microsecond: what PostgreSQL keeps of a timestamp, so that a value reads back as it was written.
    /// </summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
