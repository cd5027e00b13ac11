namespace Procurement.BuildingBlocks;

/// <summary>
/// All that one request, message or job changes in one module: it is written together or not at all (ADR 0007). Alone it is a transaction
/// of its own. Inside a transaction that its caller holds on the same connection it only writes, and becomes true with the caller's commit.
/// </summary>
/// <typeparam name="TModule">Whose data it is.</typeparam>
public interface IUnitOfWork<TModule>
{
    /// <summary>
    /// Writes everything: what was saved, and whatever else was loaded and has changed since, noticed now. A lost race is
    /// <see cref="Error.Stale"/>, a breach of a known unique constraint is the module's own refusal; both leave nothing behind. Everything
    /// else is a fault. Alone, it may be called again after a failure: nothing is forgotten. Inside the caller's transaction a refusal or
    /// a fault dooms that transaction: it can no longer be committed, only rolled back, whole or to a savepoint that the caller took
    /// before; nothing is repeated.
    /// </summary>
    /// <exception cref="InvalidOperationException">An aggregate was changed without recording an event.</exception>
    Task<Result> Commit(CancellationToken ct);

    /// <summary>
    /// Registers what must happen only once the commit has succeeded, inside the caller's transaction once that has been committed: a
    /// wake-up, a count. It must not throw.
    /// </summary>
    void AfterCommit(Action action);
}

/// <summary>
/// A port, other than a repository, whose calls become part of the unit of work. They are not repeated on their own as those of ports that
/// read are: what fails inside a transaction fails with it.
/// </summary>
public interface IWritePort;
