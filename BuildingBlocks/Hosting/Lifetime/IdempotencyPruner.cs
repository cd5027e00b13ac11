namespace Procurement.BuildingBlocks.Hosting.Lifetime;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Hosting.Http;

/// <summary>How long answers are kept under their idempotency key.</summary>
/// <param name="Value">At least a minute.</param>
public sealed record IdempotencyRetention(TimeSpan Value);

/// <summary>Removes stored answers that are past their retention, a small batch at a time. Any number of replicas may do so at once.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed partial class IdempotencyPruner<TModule>(
    IServiceScopeFactory scopes,
    IdempotencyRetention retention,
    TimeProvider clock,
    ILogger<IdempotencyPruner<TModule>> log
) : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Removes all that is past its retention now.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Prune(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var answers = scope.ServiceProvider.GetRequiredService<IIdempotency<TModule>>();
        var pruned = 0;
        for (var batch = Batch; batch == Batch; pruned += batch)
            batch = await answers.Prune(clock.GetUtcNow() - retention.Value, Batch, ct);
        return pruned;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Prune(stoppingToken);
            }
            catch (Exception e)
            {
                // Stopped meanwhile, which is reported in many guises, or failed.
                if (!stoppingToken.IsCancellationRequested)
                    Failed(log, typeof(TModule).Name, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Pruning the stored answers of {Module} failed; it is tried again in a minute")]
    private static partial void Failed(ILogger log, string module, Exception fault);
}
