namespace Procurement.BuildingBlocks.Hosting.Health;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Hosting.Lifetime;
using Procurement.BuildingBlocks.Persistence.Startup;

/// <summary>One thing that readiness reports on.</summary>
public interface IReadinessCheck
{
    /// <summary>Name of the component in the answer.</summary>
    string Name { get; }

    /// <summary>True when its failure takes this replica out of service; false when it is only told.</summary>
    bool Decides { get; }

    /// <summary>The state in a word or two: <c>ok</c>, or what is wrong; never an exception's text.</summary>
    Task<string> Check(CancellationToken ct);
}

/// <summary>What readiness found.</summary>
/// <param name="Ready">Whether requests should be sent here.</param>
/// <param name="Components">State by component.</param>
public sealed record ReadinessReport(bool Ready, IReadOnlyDictionary<string, string> Components);

/// <summary>
/// Whether this replica should get requests. However many probes ask, the components are looked at once a second, each for two seconds
/// at the most; a probe is told what the last look found and waits for none but the first, which comes when the process has warmed up.
/// </summary>
public sealed partial class Readiness(
    IEnumerable<IReadinessCheck> checks,
    WarmUp warmUp,
    Drain drain,
    TimeProvider clock,
    ILogger<Readiness> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ReadinessReport latest = new(false, new Dictionary<string, string>());

    /// <summary>The present report; about a second old at the most while the components answer, three while one does not.</summary>
    public async Task<ReadinessReport> Report()
    {
        if (drain.Stopping)
            return new ReadinessReport(false, new Dictionary<string, string>(latest.Components) { ["process"] = "stopping" });
        await first.Task;
        return latest;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUp.Run();
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            latest = await Look();
            first.TrySetResult();
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<ReadinessReport> Look()
    {
        var all = checks.ToList();
        var states = await Task.WhenAll(all.Select(Look));
        var components = all.Zip(states).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var ready = all.Zip(states).All(pair => !pair.First.Decides || pair.Second == "ok");
        return new ReadinessReport(ready, components);
    }

    private async Task<string> Look(IReadinessCheck check)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        try
        {
            // Waits no longer than the limit even for a check that does not listen.
            return await check.Check(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return "timeout";
        }
        catch (Exception e)
        {
            Failed(log, check.Name, e);
            return "unavailable";
        }
    }

    [LoggerMessage(LogLevel.Warning, "Readiness: {Component} failed")]
    private static partial void Failed(ILogger log, string component, Exception fault);
}
