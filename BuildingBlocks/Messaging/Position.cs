namespace Procurement.BuildingBlocks.Messaging;

/// <summary>
/// Where in a queue to begin to look. Rows that are gone leave their traces in the index until they are cleaned away, so what was passed
/// is not passed again; but sequence numbers are given before the commit, so some way back a late one may turn up, and now and then all is
/// looked at.
/// </summary>
internal sealed class Position(TimeProvider clock)
{
    private const long Slack = 1000;
    private static readonly TimeSpan WholeEvery = TimeSpan.FromSeconds(10);

    private long highest;
    private DateTimeOffset whole;
    private volatile bool wanted = true;

    public long After()
    {
        var now = clock.GetUtcNow();
        if (!wanted && now - whole < WholeEvery)
            return Math.Max(0, highest - Slack);
        wanted = false;
        whole = now;
        return 0;
    }

    public void Passed(long seq) => highest = Math.Max(highest, seq);

    /// <summary>The next look begins at the beginning. May be said by anybody at any time.</summary>
    public void Reset() => wanted = true;
}
