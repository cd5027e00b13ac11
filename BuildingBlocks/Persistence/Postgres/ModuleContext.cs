namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;
using Procurement.BuildingBlocks.Persistence.Postgres.Writes;

/// <summary>
/// One module's tables in its own schema, with the tables that every module writes: audit trail, stored answers and outbox.
/// Contexts are pooled, so a subclass has no state of its own; that of this class follows the transaction, not the user.
/// </summary>
public abstract class ModuleContext : DbContext, IWrittenBySomebodyElse
{
    /// <summary>Most rows that leave as one batch, which is one implicit transaction.</summary>
    public const int MaxBatchSize = GroupedWrites.MaxRows;

    private static readonly IReadOnlyDictionary<string, Error> NoRefusals = new Dictionary<string, Error>();

    private HeldTransaction? held;

    /// <summary>For subclasses.</summary>
    protected ModuleContext(DbContextOptions options)
        : base(options)
    {
        // A commit is one batch with a single sync, hence already all or nothing, and looks for changes itself (ADR 0007).
        ChangeTracker.AutoDetectChangesEnabled = false;
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        Database.AutoSavepointsEnabled = false;
    }

    /// <summary>Schema of the module.</summary>
    protected abstract string Schema { get; }

    /// <summary>The refusal that a breach of each unique constraint of the module stands for, by name of the constraint.</summary>
    protected internal virtual IReadOnlyDictionary<string, Error> Refusals => NoRefusals;

    /// <summary>The statement for the module's hottest write; null when EF Core writes everything.</summary>
    protected internal virtual IHandWrittenInsert? Insert => null;

    /// <summary>The transaction that somebody has begun on this context and that is still open; null when there is none.</summary>
    internal HeldTransaction? Held
    {
        get
        {
            var current = Database.CurrentTransaction;
            if (held?.Transaction != current)
                held = current is null ? null : new HeldTransaction(current);
            return held;
        }
    }

    /// <inheritdoc cref="IWrittenBySomebodyElse.WrittenBy"/>
    internal Func<IReadOnlyList<NpgsqlBatchCommand>, Task>? WrittenBy { get; set; }

    Func<IReadOnlyList<NpgsqlBatchCommand>, Task>? IWrittenBySomebodyElse.WrittenBy => WrittenBy;

    /// <summary>Where the values of the module's domain are declared.</summary>
    protected virtual Assembly Domain => GetType().Assembly;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        ModuleConventions.Apply(configurationBuilder, Domain);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        model.HasDefaultSchema(Schema);
        model.Entity<HistoryRow>(row =>
        {
            row.ToTable("history").HasKey(r => new { r.AggregateId, r.Version });
            row.Property(r => r.From).HasColumnName("from_state");
            row.Property(r => r.To).HasColumnName("to_state");
            row.Property(r => r.Details).HasColumnType("json");
        });
        model.Entity<StoredAnswer>(row =>
        {
            row.ToTable("idempotency").HasKey(r => new { r.Client, r.Key });
            row.Property(r => r.ETag).HasColumnName("etag");
        });
        // The table's key, which gives the order, is made by the database and of no use here.
        model.Entity<EventEnvelope>().Ignore(row => row.Type).ToTable("outbox").HasKey(row => row.MessageId);
    }

    /// <summary>The bare identifier of an aggregate, as stored.</summary>
    internal Guid KeyOf(Aggregate aggregate)
    {
        var key = TrackedChanges.KeyOf(aggregate.GetType(), Model);
        return (Guid)key.GetTypeMapping().Converter!.ConvertToProvider(key.GetGetter().GetClrValue(aggregate))!;
    }

    /// <summary>Whether all that is tracked is new.</summary>
    /// <param name="bytes">How much is written then, by the JSON of events and answers.</param>
    internal bool OnlyAdds(out int bytes)
    {
        bytes = 0;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State != EntityState.Added)
                return false;
            bytes += BytesOf(entry.Entity);
        }
        return true;
    }

    /// <summary>How much a row holds, by its JSON, which grows with all else that is written with it.</summary>
    internal static int BytesOf(object? row) =>
        row switch
        {
            HistoryRow history => history.Details?.Length ?? 0,
            EventEnvelope envelope => envelope.Data.Length,
            StoredAnswer answer => answer.Body.Length,
            _ => 0,
        };

    internal bool NeedsTransaction()
    {
        var rows = 0;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Modified or EntityState.Deleted && !TrackedChanges.IsGuarded(entry.Metadata))
                return true;
            if (entry.State != EntityState.Unchanged && ++rows > MaxBatchSize)
                return true;
        }
        return false;
    }
}
