namespace Procurement.BuildingBlocks.Persistence.Resilience;

using System.Runtime.ExceptionServices;
using Polly;

/// <summary>
/// Calls that are made again when they fail for a passing reason. Nearly all succeed at once, so the first attempt is made without the
/// pipeline; it is told of the fault when there is one, and decides as if it had seen it.
/// </summary>
/// <param name="pipeline">Goes around the attempts.</param>
/// <param name="retriable">Which faults it may repeat; null when it is to go around every attempt.</param>
/// <param name="succeeded">Told of each success at the first attempt.</param>
public sealed class Attempts(ResiliencePipeline pipeline, Func<Exception, bool>? retriable, Action? succeeded)
{
    /// <summary>Makes a call.</summary>
    /// <param name="attempt">The call; made again when that may help.</param>
    /// <param name="state">What it is given.</param>
    /// <param name="ct">Ends the call, and any wait for the next attempt.</param>
    public async ValueTask<T> ExecuteAsync<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> attempt,
        TState state,
        CancellationToken ct
    )
    {
        if (retriable is null)
            return await pipeline.ExecuteAsync(attempt, state, ct);
        ExceptionDispatchInfo first;
        try
        {
            var answer = await attempt(state, ct);
            succeeded?.Invoke();
            return answer;
        }
        catch (Exception fault) when (retriable(fault))
        {
            first = ExceptionDispatchInfo.Capture(fault);
        }
        return await GoOn(first, attempt, state, ct);
    }

    private ValueTask<T> GoOn<TState, T>(
        ExceptionDispatchInfo? first,
        Func<TState, CancellationToken, ValueTask<T>> attempt,
        TState state,
        CancellationToken ct
    ) =>
        pipeline.ExecuteAsync(
            ct =>
            {
                Interlocked.Exchange(ref first, null)?.Throw();
                return attempt(state, ct);
            },
            ct
        );
}
