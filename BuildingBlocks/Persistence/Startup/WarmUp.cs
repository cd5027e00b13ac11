namespace Procurement.BuildingBlocks.Persistence.Startup;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>Something whose first time is slow, and which leaves nothing behind.</summary>
/// <param name="AsksDatabase">Whether it needs the schema of this version.</param>
/// <param name="Run">Does it, with the services of a scope of its own.</param>
public sealed record WarmUpStep(bool AsksDatabase, Func<IServiceProvider, CancellationToken, Task> Run);

/// <summary>Does what is slow the first time before this process says that it is ready, beside the rest of its start.</summary>
public sealed partial class WarmUp(IServiceScopeFactory scopes, IEnumerable<WarmUpStep> steps, TimeProvider clock, ILogger<WarmUp> log)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private Task? begun;
    private Task? run;

    /// <summary>Begins with what can be done before the database is prepared, unless that has begun.</summary>
    public Task Begin() => LazyInitializer.EnsureInitialized(ref begun, () => Task.Run(() => Run(steps.Where(step => !step.AsksDatabase))));

    /// <summary>Over when all is done, or has failed: then the first request is slow, and tells why.</summary>
    public Task Run() => LazyInitializer.EnsureInitialized(ref run, () => Task.Run(RunAll));

    private async Task RunAll()
    {
        await Begin();
        await Run(steps.Where(step => step.AsksDatabase));
    }

    private async Task Run(IEnumerable<WarmUpStep> chosen)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        foreach (var step in chosen)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await step.Run(scope.ServiceProvider, limit.Token);
            }
            catch (ObjectDisposedException)
            {
                // The process ends before it was ready.
                return;
            }
            catch (Exception e)
            {
                Failed(log, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Warming up: a step failed")]
    private static partial void Failed(ILogger log, Exception fault);
}
