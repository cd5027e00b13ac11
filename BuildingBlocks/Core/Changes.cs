namespace Procurement.BuildingBlocks;

/// <summary>An aggregate that says what it means that there is none under an identifier.</summary>
public interface IFindable
{
    /// <summary>The refusal of kind <see cref="ErrorKind.NotFound"/>.</summary>
    static abstract Error Absent { get; }
}

/// <summary>How every use case that changes one aggregate goes: find, not found, precondition, decide, save.</summary>
public static class Changes
{
    /// <summary>Lets the aggregate decide and saves it, unless it is absent, not as the caller demands, or refuses.</summary>
    /// <returns>The aggregate as changed; <see cref="IFindable.Absent"/>, <see cref="Error.Stale"/> or its own refusal.</returns>
    public static Task<Result<TAggregate>> Change<TAggregate, TId>(
        this IRepository<TAggregate, TId> repository,
        TId id,
        Precondition when,
        Func<TAggregate, Result> decide,
        CancellationToken ct
    )
        where TAggregate : Aggregate<TId>, IFindable
        where TId : struct => repository.Change(id, when, aggregate => Task.FromResult(decide(aggregate)), ct);

    /// <summary>As above, for a decision that needs a value of the caller's: when that is no value, nothing is looked for.</summary>
    /// <returns>As above, or the argument's refusal.</returns>
    public static Task<Result<TAggregate>> Change<TAggregate, TId, TArgument>(
        this IRepository<TAggregate, TId> repository,
        TId id,
        Precondition when,
        Result<TArgument> argument,
        Func<TAggregate, TArgument, Result> decide,
        CancellationToken ct
    )
        where TAggregate : Aggregate<TId>, IFindable
        where TId : struct =>
        argument.Error is { } refused
            ? Task.FromResult<Result<TAggregate>>(refused)
            : repository.Change(id, when, aggregate => decide(aggregate, argument.Value), ct);

    /// <summary>As above, for a decision that needs a value of the caller's and has to ask somebody else first.</summary>
    /// <returns>As above, or the argument's refusal.</returns>
    public static Task<Result<TAggregate>> Change<TAggregate, TId, TArgument>(
        this IRepository<TAggregate, TId> repository,
        TId id,
        Precondition when,
        Result<TArgument> argument,
        Func<TAggregate, TArgument, Task<Result>> decide,
        CancellationToken ct
    )
        where TAggregate : Aggregate<TId>, IFindable
        where TId : struct =>
        argument.Error is { } refused
            ? Task.FromResult<Result<TAggregate>>(refused)
            : repository.Change(id, when, aggregate => decide(aggregate, argument.Value), ct);

    /// <summary>As above, for a decision that has to ask somebody else first.</summary>
    public static async Task<Result<TAggregate>> Change<TAggregate, TId>(
        this IRepository<TAggregate, TId> repository,
        TId id,
        Precondition when,
        Func<TAggregate, Task<Result>> decide,
        CancellationToken ct
    )
        where TAggregate : Aggregate<TId>, IFindable
        where TId : struct
    {
        if (await repository.Find(id, ct) is not { } found)
            return TAggregate.Absent;
        if (!when.Allows(found))
            return Error.Stale;
        var decided = await decide(found);
        if (decided.Error is not null)
            return decided.Error;
        // Asked for what it is already: nothing has happened, and it keeps its version.
        if (found.Recorded.Count > 0)
            await repository.Save(found, ct);
        return found;
    }
}
