namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

/// <summary>
/// One module's tables in its own schema, with the two tables that every module has: the audit trail and the stored answers.
/// Contexts are pooled, so a subclass has no state of its own.
/// </summary>
public abstract class ModuleContext : DbContext
{
    /// <summary>Most rows that leave as one batch, which is one implicit transaction.</summary>
    public const int MaxBatchSize = 1000;

    private const string Guarded = "Procurement:GuardedByHistory";

    /// <summary>For subclasses.</summary>
    protected ModuleContext(DbContextOptions options)
        : base(options)
    {
        // A commit is one batch with a single sync, hence already all or nothing (ADR 0007); the repository says what changed.
        ChangeTracker.AutoDetectChangesEnabled = false;
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        Database.AutoSavepointsEnabled = false;
    }

    /// <summary>Schema of the module.</summary>
    protected abstract string Schema { get; }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        model.HasDefaultSchema(Schema);
        model.Entity<HistoryRow>(row =>
        {
            row.ToTable("history").HasKey(r => new { r.AggregateId, r.Version }).HasName(HistoryRow.Key);
            row.Property(r => r.AggregateId).HasColumnName("aggregate_id");
            row.Property(r => r.Version).HasColumnName("version").ValueGeneratedNever();
            row.Property(r => r.Event).HasColumnName("event");
            row.Property(r => r.Actor).HasColumnName("actor");
            row.Property(r => r.OnBehalfOf).HasColumnName("on_behalf_of");
            row.Property(r => r.Cause).HasColumnName("cause");
            row.Property(r => r.At).HasColumnName("at");
            row.Property(r => r.From).HasColumnName("from_state");
            row.Property(r => r.To).HasColumnName("to_state");
            row.Property(r => r.Details).HasColumnName("details").HasColumnType("json");
            row.Property(r => r.TraceId).HasColumnName("trace_id");
        });
        model.Entity<StoredAnswer>(row =>
        {
            row.ToTable("idempotency").HasKey(r => new { r.Client, r.Key }).HasName(StoredAnswer.PrimaryKey);
            row.Property(r => r.Client).HasColumnName("client");
            row.Property(r => r.Key).HasColumnName("key");
            row.Property(r => r.Fingerprint).HasColumnName("fingerprint");
            row.Property(r => r.Status).HasColumnName("status");
            row.Property(r => r.Body).HasColumnName("body");
            row.Property(r => r.ETag).HasColumnName("etag");
            row.Property(r => r.Location).HasColumnName("location");
            row.Property(r => r.CreatedAt).HasColumnName("created_at");
        });
    }

    /// <summary>
    /// Declares that a change of this entity always comes with a history row of its aggregate, whose key is what makes the loser of a
    /// race fail. Anything else that is updated or deleted is written in an explicit transaction.
    /// </summary>
    protected static void GuardedByHistory(EntityTypeBuilder entity) => entity.Metadata.SetAnnotation(Guarded, true);

    internal bool NeedsTransaction()
    {
        var rows = 0;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Modified or EntityState.Deleted && entry.Metadata.FindAnnotation(Guarded) is null)
                return true;
            if (entry.State != EntityState.Unchanged && ++rows > MaxBatchSize)
                return true;
        }
        return false;
    }
}
