namespace Procurement.BuildingBlocks.Messaging;

using Microsoft.Extensions.Logging;

/// <summary>
/// How a worker behaves when what it needs is away: it waits longer each time, at random so that replicas do not come back all at once,
/// and says so once when it begins, once a minute while it lasts and once when it is over. Not thread-safe.
/// </summary>
internal sealed partial class Backoff(string worker, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private int failures;
    private DateTimeOffset told;

    /// <summary>Waits after a fault.</summary>
    public Task After(Exception fault, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (failures == 0 || now - told >= Reminder)
        {
            told = now;
            Away(log, worker, fault.GetType().Name, fault.Message.Split('\n')[0].TrimEnd());
        }
        var most = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 16)));
        failures++;
        return Task.Delay(TimeSpan.FromMilliseconds(most * (0.5 + Random.Shared.NextDouble() / 2)), clock, ct);
    }

    /// <summary>All is well.</summary>
    public void Over()
    {
        if (failures > 0)
            Back(log, worker, failures);
        failures = 0;
    }

    [LoggerMessage(LogLevel.Warning, "{Worker} cannot go on and tries again: {Fault}: {Reason}")]
    private static partial void Away(ILogger log, string worker, string fault, string reason);

    [LoggerMessage(LogLevel.Information, "{Worker} goes on after {Failures} failures")]
    private static partial void Back(ILogger log, string worker, int failures);
}
