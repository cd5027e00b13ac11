namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>Measures commits, retries included.</summary>
public sealed class MeasuredUnitOfWork<TModule>(IUnitOfWork<TModule> inner, CallMetrics metrics, RepoNames names, EventAges ages)
    : IUnitOfWork<TModule>
{
    /// <inheritdoc/>
    public async Task<Result> Commit(CancellationToken ct)
    {
        var started = metrics.Start();
        var ok = false;
        // Where the caller holds the transaction, that may still fail.
        if (ages.Take() is { } happened)
            inner.AfterCommit(happened);
        try
        {
            var result = await inner.Commit(ct);
            ok = true;
            return result;
        }
        finally
        {
            metrics.Record(started, names.Of(typeof(TModule)), "save", ok);
        }
    }

    /// <inheritdoc/>
    public void AfterCommit(Action action) => inner.AfterCommit(action);
}

/// <summary>Gives each commit a span of its own.</summary>
public sealed class TracedUnitOfWork<TModule>(IUnitOfWork<TModule> inner, RepoNames names) : IUnitOfWork<TModule>
{
    /// <inheritdoc/>
    public async Task<Result> Commit(CancellationToken ct)
    {
        using var span = Spans.Start(names.Of(typeof(TModule)), "save");
        Spans.AboutAllOf(span, Spans.Outermost());
        try
        {
            var result = await inner.Commit(ct);
            span?.SetTag("procurement.refusal", result.Error?.Code);
            return result;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    /// <inheritdoc/>
    public void AfterCommit(Action action) => inner.AfterCommit(action);
}

/// <summary>Repeats a commit that is certain to have written nothing; one whose outcome is unknown is never repeated.</summary>
public sealed class RetriedUnitOfWork<TModule>(IUnitOfWork<TModule> inner, RetryPipeline retry) : IUnitOfWork<TModule>
{
    private readonly Attempts pipeline = retry.Commits;

    /// <inheritdoc/>
    public async Task<Result> Commit(CancellationToken ct) =>
        await pipeline.ExecuteAsync(static async (inner, ct) => await inner.Commit(ct), inner, ct);

    /// <inheritdoc/>
    public void AfterCommit(Action action) => inner.AfterCommit(action);
}

/// <summary>Logs each attempt of a commit.</summary>
public sealed class LoggedUnitOfWork<TModule>(IUnitOfWork<TModule> inner, ILogger<LoggedUnitOfWork<TModule>> log) : IUnitOfWork<TModule>
{
    /// <inheritdoc/>
    public async Task<Result> Commit(CancellationToken ct)
    {
        try
        {
            var result = await inner.Commit(ct);
            Log.Committed(log, typeof(TModule).Name, result.Error?.Code);
            return result;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(log, typeof(TModule).Name, "commit", e);
            throw;
        }
    }

    /// <inheritdoc/>
    public void AfterCommit(Action action) => inner.AfterCommit(action);
}
