namespace Procurement.BuildingBlocks.Hosting.Lifetime;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// Removes the stored answers of every module that are past their retention, a small batch at a time. Any number of replicas may do so
/// at once.
/// </summary>
public sealed partial class AnswerPruner(IServiceScopeFactory scopes, TimeSpan retention, TimeProvider clock, ILogger<AnswerPruner> log)
    : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Removes all that is past its retention now.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Prune(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var pruned = 0;
        foreach (var prunable in scope.ServiceProvider.GetServices<IPrunable>())
            for (var batch = Batch; batch == Batch; pruned += batch)
                batch = await prunable.Prune(clock.GetUtcNow() - retention, Batch, ct);
        return pruned;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Interval, clock, Prune, fault => Failed(log, fault), stoppingToken);

    [LoggerMessage(LogLevel.Warning, "Pruning stored answers failed; it is tried again in a minute")]
    private static partial void Failed(ILogger log, Exception fault);
}

/// <summary>Registration of the pruner.</summary>
public static class PruningExtensions
{
    /// <summary>Registers it.</summary>
    /// <param name="services">Where.</param>
    /// <param name="retention">How long answers are kept under their idempotency key, at least a minute.</param>
    public static IServiceCollection AddAnswerPruning(this IServiceCollection services, TimeSpan retention) =>
        services
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<AnswerPruner>(provider, retention))
            .AddHostedService(provider => provider.GetRequiredService<AnswerPruner>());
}
