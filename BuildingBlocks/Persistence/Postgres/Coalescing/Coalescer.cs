namespace Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;

using Npgsql;

/// <summary>Has questions and commits of this process share the way to the database, as far as its settings allow (ADR 31).</summary>
/// <param name="database">Where to.</param>
/// <param name="pool">How many may be on their way at a time.</param>
/// <param name="clock">Tells how long they are.</param>
public sealed class Coalescer(NpgsqlDataSource database, PoolSettings pool, TimeProvider clock)
{
    /// <summary>Commits that only add rows.</summary>
    internal CoalescedCommits Commits { get; } = new(database, pool.CommitsInFlight, clock);

    /// <summary>Makes one kind of question a shared one.</summary>
    /// <typeparam name="TKey">What is asked by.</typeparam>
    /// <typeparam name="TValue">What is answered.</typeparam>
    /// <param name="read">Reads the values of all these keys; leaves out what is not there.</param>
    public CoalescedReads<TKey, TValue> Reads<TKey, TValue>(
        Func<IReadOnlyCollection<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> read
    )
        where TKey : notnull
        where TValue : class => new(pool.ReadsInFlight, read, clock);
}
