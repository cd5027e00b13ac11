namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Net.Sockets;
using Npgsql;

/// <summary>No connection could be had, so nothing was sent.</summary>
public sealed class DatabaseUnreachableException(Exception cause) : Exception("The database cannot be reached.", cause);

/// <summary>
/// A transaction that somebody holds on a module's context and in which something was refused or failed: what is left of it cannot be
/// committed, only rolled back, whole or to the savepoint before. Not worth repeating inside it; its holder may begin anew.
/// </summary>
/// <param name="cause">The fault; null when it was a refusal, or when the commit of a doomed transaction was tried.</param>
public sealed class DoomedTransactionException(Exception? cause = null)
    : Exception("A unit of work in this transaction was refused or failed; roll the transaction back.", cause);

/// <summary>What a database fault means: may it be tried again, and is it the caller's turn to wait.</summary>
public static class PostgresFaults
{
    /// <summary>
    /// Transient and certainly not committed: connecting failed, too many connections (53300), starting up (57P03), serialisation
    /// failure (40001), deadlock (40P01), lock not available (55P03). A connection lost later has an unknown outcome and is not here.
    /// </summary>
    public static bool IsCertainlyUndone(Exception fault) =>
        fault is DatabaseUnreachableException
        || Cause(fault)
            is PostgresException
            {
                SqlState: PostgresErrorCodes.TooManyConnections
                    or PostgresErrorCodes.CannotConnectNow
                    or PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.LockNotAvailable
            };

    /// <summary>
    /// A commit is worth repeating when it is certainly undone and failed at once. Two seconds spent in vain on a lock or a connection are
    /// the caller's whole patience: repeated, they would outlast the request. Nothing is repeated inside a transaction that it has doomed.
    /// </summary>
    public static bool IsWorthRepeating(Exception fault) =>
        fault is not DoomedTransactionException && IsCertainlyUndone(fault) && !HasWaited(fault) && Refusal(fault) is null;

    /// <summary>As <see cref="IsWorthRepeating"/>, and lost connections too: a read has no outcome to be unsure of.</summary>
    public static bool IsTransientForReads(Exception fault) =>
        IsUnavailable(fault) && !HasWaited(fault) && Refusal(fault) is null && !IsDiskFull(fault);

    /// <summary>The database is away, full, or too busy to answer in time: 503, not a defect of ours.</summary>
    public static bool IsUnavailable(Exception fault) =>
        fault is DatabaseUnreachableException
        || IsCertainlyUndone(fault)
        || Refusal(fault) is not null
        || Cause(fault) switch
        {
            PostgresException postgres => postgres.SqlState[..2] is "08" or "53" or "57" or "58" || IsOldPlan(postgres),
            NpgsqlException npgsql => npgsql.InnerException is IOException or SocketException or TimeoutException || npgsql.IsTransient,
            _ => false,
        };

    /// <summary>All of our own connections stayed in use for as long as we are willing to wait.</summary>
    public static bool IsPoolExhausted(Exception fault) =>
        Cause(fault) is NpgsqlException { InnerException: TimeoutException } cause
        && cause.Message.Contains("pool", StringComparison.Ordinal);

    /// <summary>Said of a fault of opening a connection: the server could not be reached, or would not have us.</summary>
    public static bool IsUnreachable(Exception fault) => Cause(fault) is NpgsqlException && !IsPoolExhausted(fault);

    /// <summary>Why the server would not let us in, with its SQLSTATE: a wrong password, an unknown database; null for anything else.</summary>
    public static string? Refusal(Exception fault) =>
        Cause(fault)
            is PostgresException
            {
                SqlState: PostgresErrorCodes.InvalidPassword
                    or PostgresErrorCodes.InvalidAuthorizationSpecification
                    or PostgresErrorCodes.InvalidCatalogName
            } refusal
            ? $"{refusal.MessageText} ({refusal.SqlState})"
            : null;

    /// <summary>The SQLSTATE of a fault; <c>none</c> when the server did not get to say one.</summary>
    public static string StateOf(Exception fault) => (Cause(fault) as PostgresException)?.SqlState ?? "none";

    /// <summary>A newer version of this program has changed a table. The driver prepares the statement anew the next time.</summary>
    private static bool IsOldPlan(PostgresException fault) =>
        fault.SqlState == PostgresErrorCodes.FeatureNotSupported && fault.Routine == "RevalidateCachedQuery";

    /// <summary>Whether a statement was prepared for an older table: a newer version of this program has changed it.</summary>
    internal static bool IsOldPlan(Exception fault) => Cause(fault) is PostgresException postgres && IsOldPlan(postgres);

    private static bool IsDiskFull(Exception fault) => Cause(fault) is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    private static bool HasWaited(Exception fault) =>
        Cause(fault)
            is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled }
                or NpgsqlException { InnerException: TimeoutException };

    private static Exception Cause(Exception fault) =>
        fault switch
        {
            DatabaseUnreachableException { InnerException: { } inner } => Cause(inner),
            DoomedTransactionException { InnerException: { } inner } => Cause(inner),
            // EF Core's way to say of a fault that it may pass.
            InvalidOperationException { InnerException: NpgsqlException inner } => inner,
            _ => fault,
        };
}
