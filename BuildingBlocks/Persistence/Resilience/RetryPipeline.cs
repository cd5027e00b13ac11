namespace Procurement.BuildingBlocks.Persistence.Resilience;

using System.Diagnostics.Metrics;
using Npgsql;
using Polly;
using Polly.Retry;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// Exponential backoff with jitter: <c>min(base * 2^attempt, max) + random(0, delay * jitter)</c>. Aborts on cancellation, keeps the
/// cause, does not sleep after the last attempt, and draws on a budget so that an outage is not multiplied by retries.
/// </summary>
public sealed class RetryPipeline
{
    private readonly RetrySettings settings;
    private readonly TimeProvider clock;
    private readonly Func<double> random;
    private readonly NpgsqlDataSource? pool;
    private readonly Counter<long> exhausted;
    private readonly Counter<long> repeated;

    /// <param name="settings">How often and how long.</param>
    /// <param name="clock">What the delays are measured by.</param>
    /// <param name="meters">Where an empty budget is counted.</param>
    /// <param name="random">Numbers from 0 to below 1; null for the shared source.</param>
    /// <param name="pool">The pool that is emptied when its connections have statements of older tables; null when there is none.</param>
    public RetryPipeline(
        RetrySettings settings,
        TimeProvider clock,
        IMeterFactory meters,
        Func<double>? random = null,
        NpgsqlDataSource? pool = null
    )
    {
        this.pool = pool;
        this.settings = settings;
        this.clock = clock;
        this.random = random ?? Random.Shared.NextDouble;
        var meter = meters.Create("Procurement");
        exhausted = meter.CreateCounter<long>("retry_budget_exhausted", description: "Retries not made for want of budget");
        repeated = meter.CreateCounter<long>("db_retries", description: "Reads and commits made again, by SQLSTATE");
        var database = new RetryBudget();
        Reads = OfDatabase(PostgresFaults.IsTransientForReads, database);
        Commits = OfDatabase(PostgresFaults.IsWorthRepeating, database);
    }

    /// <summary>For reads of the database, which may be repeated whatever became of the first.</summary>
    public Attempts Reads { get; }

    /// <summary>For commits, which are repeated only when certain to have written nothing, and soon.</summary>
    public Attempts Commits { get; }

    /// <summary>The pause before retry number <paramref name="attempt"/> (0 for the first).</summary>
    public TimeSpan Delay(int attempt)
    {
        var grown = settings.BaseDelay.TotalMilliseconds * Math.Pow(2, attempt);
        var delay = Math.Min(grown, settings.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(delay + random() * delay * settings.JitterFraction);
    }

    /// <summary>A pipeline that retries the faults that <paramref name="retriable"/> names, with a budget of its own.</summary>
    public ResiliencePipeline Build(Func<Exception, bool> retriable) => Build(retriable, new RetryBudget(), _ => { });

    private Attempts OfDatabase(Func<Exception, bool> retriable, RetryBudget budget) =>
        new(Build(retriable, budget, CountRetry), retriable, () => budget.Earn());

    private void CountRetry(Exception fault)
    {
        repeated.Add(1, new KeyValuePair<string, object?>("sqlstate", PostgresFaults.StateOf(fault)));
        // Where one connection has the statement of an older table, the others of the pool have it too: each repetition would meet the next.
        if (PostgresFaults.IsOldPlan(fault))
            pool?.Clear();
    }

    private ResiliencePipeline Build(Func<Exception, bool> retriable, RetryBudget budget, Action<Exception> onRetry)
    {
        if (settings.MaxAttempts < 2)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = settings.MaxAttempts - 1,
                    DelayGenerator = retry => ValueTask.FromResult<TimeSpan?>(Delay(retry.AttemptNumber)),
                    ShouldHandle = attempt => ValueTask.FromResult(Allowed(attempt, retriable, budget)),
                    OnRetry = retry =>
                    {
                        onRetry(retry.Outcome.Exception!);
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();
    }

    private bool Allowed(RetryPredicateArguments<object> attempt, Func<Exception, bool> retriable, RetryBudget budget)
    {
        if (attempt.Outcome.Exception is not { } fault)
        {
            budget.Earn();
            return false;
        }
        // Polly asks after the last attempt and after a cancellation too: no retry follows, so none is paid for.
        if (attempt.AttemptNumber >= settings.MaxAttempts - 1 || attempt.Context.CancellationToken.IsCancellationRequested)
            return false;
        if (!retriable(fault))
            return false;
        if (budget.Spend())
            return true;
        exhausted.Add(1);
        return false;
    }
}

/// <summary>Retries that may still be made: a tenth earned per success, one spent per retry, ten at most. Thread-safe.</summary>
internal sealed class RetryBudget
{
    private const int Unit = 10;
    private const int Cap = 10 * Unit;
    private int tenths = Cap;

    public void Earn() => Change(1);

    public bool Spend() => Change(-Unit);

    private bool Change(int by)
    {
        var seen = Volatile.Read(ref tenths);
        while (seen + by is >= 0 and <= Cap)
        {
            var found = Interlocked.CompareExchange(ref tenths, seen + by, seen);
            if (found == seen)
                return true;
            seen = found;
        }
        return false;
    }
}
