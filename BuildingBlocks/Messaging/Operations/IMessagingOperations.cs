namespace Procurement.BuildingBlocks.Messaging.Operations;

using Procurement.BuildingBlocks.Persistence;

/// <summary>What operators see of the messages between modules, and do to them. Whatever is done leaves a line in the module's operations.</summary>
public interface IMessagingOperations
{
    /// <summary>How all queues stand.</summary>
    Task<MessagingOverview> Overview(CancellationToken ct);

    /// <summary>Dead letters, newest first.</summary>
    Task<Page<DeadLetterHeader>> DeadLetters(DeadLetterFilter filter, CancellationToken ct);

    /// <summary>How many wait for a decision, by what is wrong.</summary>
    Task<DeadLetterCounts> Counts(CancellationToken ct);

    /// <summary>One dead letter, whole; null when absent.</summary>
    Task<DeadLetter?> Find(DeadLetterId id, CancellationToken ct);

    /// <summary>Events that have left their modules, newest first.</summary>
    Task<Page<LoggedEvent>> Events(EventFilter filter, CancellationToken ct);

    /// <summary>What operators did, newest first.</summary>
    /// <param name="actor">Who; null for everybody.</param>
    /// <param name="after">The last one already seen; null for the first page.</param>
    /// <param name="limit">Most items of a page.</param>
    /// <param name="ct">Gives up.</param>
    Task<Page<OperationRecord>> Operations(string? actor, Guid? after, int limit, CancellationToken ct);

    /// <summary>Puts a dead letter back where it was, before what waits for it.</summary>
    /// <returns>The letter afterwards; refused when it is absent, was decided on, or cannot be put back.</returns>
    Task<Result<Performed<DeadLetter>>> Replay(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct);

    /// <summary>Gives a dead letter up; what waits for it goes on.</summary>
    /// <returns>The letter afterwards; refused when it is absent or was decided on.</returns>
    Task<Result<Performed<DeadLetter>>> Skip(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct);

    /// <summary>Puts all that match back, in order, up to 1,000 a module: what cannot be put back is passed over.</summary>
    /// <param name="filter">Which; page and resolution do not count.</param>
    /// <param name="by">On whose behalf.</param>
    /// <param name="ct">Gives up.</param>
    Task<Result<Performed<ReplayedLetters>>> ReplayAll(DeadLetterFilter filter, OnBehalf<ReplayedLetters> by, CancellationToken ct);

    /// <summary>Gives a consumer again what it is subscribed to, in the order in which it was told, up to 100,000 events of a module.</summary>
    /// <param name="consumer">Which.</param>
    /// <param name="from">What happened then or later.</param>
    /// <param name="onlyMissed">Only what it was never given: what a broker had, and lost, or a database that came out of a backup.</param>
    /// <param name="by">On whose behalf.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>How many; refused when there is no such consumer.</returns>
    Task<Result<Performed<ReplayedConsumer>>> ReplayConsumer(
        string consumer,
        DateTimeOffset from,
        bool onlyMissed,
        OnBehalf<ReplayedConsumer> by,
        CancellationToken ct
    );
}

/// <summary>On whose behalf something is done.</summary>
/// <typeparam name="T">What it yields.</typeparam>
/// <param name="Actor">Subject of the token, or <c>cli:</c> and the name of the user.</param>
/// <param name="Reason">Why; null when nobody said.</param>
/// <param name="Repeatable">Under which key it may be asked again; null when it came without.</param>
public sealed record OnBehalf<T>(string Actor, string? Reason = null, Repeatable<T>? Repeatable = null);

/// <summary>How operations are refused.</summary>
public static class OperationErrors
{
    /// <summary>There is no such dead letter.</summary>
    public static readonly Error NoSuchLetter = Error.NotFound("DEAD_LETTER_NOT_FOUND", "There is no such dead letter.");

    /// <summary>Somebody has decided on it already.</summary>
    public static readonly Error Resolved = Error.Conflict("DEAD_LETTER_RESOLVED", "It was decided on already: replayed or skipped.");

    /// <summary>It was never a message.</summary>
    public static readonly Error Unreadable = Error.Conflict(
        "DEAD_LETTER_UNREADABLE",
        "It could never be read as an event, so there is nothing to put back; it can only be skipped."
    );

    /// <summary>Nobody would handle it.</summary>
    public static readonly Error ConsumerGone = Error.Conflict(
        "CONSUMER_GONE",
        "The consumer that could not handle it is no more, so nobody would take it; it can only be skipped."
    );

    /// <summary>There is no such consumer.</summary>
    public static readonly Error NoSuchConsumer = Error.NotFound("CONSUMER_NOT_FOUND", "There is no such consumer.");
}
