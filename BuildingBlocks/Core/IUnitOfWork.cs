namespace Procurement.BuildingBlocks;

/// <summary>All that one request, message or job changes in one module: it is written together or not at all (ADR 0007).</summary>
/// <typeparam name="TModule">Whose data it is.</typeparam>
public interface IUnitOfWork<TModule>
{
    /// <summary>
    /// Writes everything. A lost race is <see cref="Error.Stale"/>, a breach of a known unique constraint is the module's own refusal;
    /// both leave nothing behind. Everything else is a fault. It may be called again after a failure: nothing is forgotten.
    /// </summary>
    Task<Result> Commit(CancellationToken ct);

    /// <summary>Registers what must happen only once the commit has succeeded: a wake-up, a count. It must not throw.</summary>
    void AfterCommit(Action action);
}
