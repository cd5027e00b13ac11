namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Diagnostics;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>What goes around the calls of a port that has methods of its own: measured, then traced, then whatever repeats or ends attempts.</summary>
/// <param name="repo">Name of the port, in metrics and spans.</param>
/// <param name="metrics">Where calls are measured.</param>
/// <param name="attempts">What goes around each attempt.</param>
/// <param name="kind">Kind of the span.</param>
internal sealed class CallPipeline(string repo, CallMetrics metrics, Attempts attempts, ActivityKind kind)
{
    public async Task<T> Call<TState, T>(
        string operation,
        Func<TState, CancellationToken, ValueTask<T>> attempt,
        TState state,
        CancellationToken ct
    )
    {
        var started = metrics.Start();
        var span = Spans.Start(repo, operation, kind);
        var ok = false;
        try
        {
            var answer = await attempts.ExecuteAsync(attempt, state, ct);
            ok = true;
            return answer;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
        finally
        {
            span?.Dispose();
            metrics.Record(started, repo, operation, ok);
        }
    }
}
