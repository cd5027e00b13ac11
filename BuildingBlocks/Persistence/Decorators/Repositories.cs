namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>Measures the calls to a repository, retries included.</summary>
public sealed class MeasuredRepository<TAggregate, TId>(
    IRepository<TAggregate, TId> inner,
    CallMetrics metrics,
    RepoNames names,
    EventAges ages
) : IRepository<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct
{
    /// <inheritdoc/>
    public async Task<TAggregate?> Find(TId id, CancellationToken ct)
    {
        var started = metrics.Start();
        var ok = false;
        try
        {
            var found = await inner.Find(id, ct);
            ok = true;
            return found;
        }
        finally
        {
            metrics.Record(started, names.Of(typeof(TAggregate)), RepoNames.Operation(nameof(Find)), ok);
        }
    }

    /// <inheritdoc/>
    public Task Save(TAggregate aggregate, CancellationToken ct)
    {
        ages.Saved(aggregate);
        return inner.Save(aggregate, ct);
    }
}

/// <summary>Gives each call to a repository a span of its own.</summary>
public sealed class TracedRepository<TAggregate, TId>(IRepository<TAggregate, TId> inner, RepoNames names) : IRepository<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct
{
    /// <inheritdoc/>
    public async Task<TAggregate?> Find(TId id, CancellationToken ct)
    {
        using var span = Spans.Start(names.Of(typeof(TAggregate)), RepoNames.Operation(nameof(Find)));
        Spans.About(span, id.ToString());
        try
        {
            return await inner.Find(id, ct);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task Save(TAggregate aggregate, CancellationToken ct)
    {
        // What is saved is written by the commit, outside of the use case.
        Spans.About(Spans.Outermost(), aggregate.Identifier);
        return inner.Save(aggregate, ct);
    }
}

/// <summary>Repeats a read that failed for a passing reason. Saving writes nothing, so there is nothing to repeat.</summary>
public sealed class RetriedRepository<TAggregate, TId>(IRepository<TAggregate, TId> inner, RetryPipeline retry)
    : IRepository<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct
{
    private readonly Attempts pipeline = retry.Reads;

    /// <inheritdoc/>
    public async Task<TAggregate?> Find(TId id, CancellationToken ct) =>
        await pipeline.ExecuteAsync(static async (call, ct) => await call.inner.Find(call.id, ct), (inner, id), ct);

    /// <inheritdoc/>
    public Task Save(TAggregate aggregate, CancellationToken ct) => inner.Save(aggregate, ct);
}

/// <summary>Logs each attempt that failed.</summary>
public sealed class LoggedRepository<TAggregate, TId>(IRepository<TAggregate, TId> inner, ILogger<LoggedRepository<TAggregate, TId>> log)
    : IRepository<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct
{
    /// <inheritdoc/>
    public async Task<TAggregate?> Find(TId id, CancellationToken ct)
    {
        try
        {
            var found = await inner.Find(id, ct);
            Log.Found(log, typeof(TAggregate).Name, id.ToString(), found is not null);
            return found;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(log, typeof(TAggregate).Name, "find", e);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task Save(TAggregate aggregate, CancellationToken ct) => inner.Save(aggregate, ct);
}

internal static partial class Log
{
    [LoggerMessage(LogLevel.Debug, "{Repo} {Id} read, found: {Found}")]
    public static partial void Found(ILogger log, string repo, string? id, bool found);

    [LoggerMessage(LogLevel.Debug, "{Repo} {Op} read")]
    public static partial void Read(ILogger log, string repo, string op);

    [LoggerMessage(LogLevel.Warning, "{Repo} {Op} failed")]
    public static partial void Failed(ILogger log, string repo, string op, Exception fault);

    [LoggerMessage(LogLevel.Debug, "{Module} committed, refused: {Code}")]
    public static partial void Committed(ILogger log, string module, string? code);
}
