namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>
/// One module's tables in its own schema, with the tables that every module writes: audit trail, stored answers and outbox.
/// Contexts are pooled, so a subclass has no state of its own; that of this class follows the transaction, not the user.
/// </summary>
public abstract class ModuleContext : DbContext
{
    private static readonly IReadOnlyDictionary<string, Error> NoRefusals = new Dictionary<string, Error>();

    private HeldTransaction? held;

    /// <summary>For subclasses.</summary>
    protected ModuleContext(DbContextOptions options)
        : base(options)
    {
        // A commit looks for changes itself (ADR 0007).
        ChangeTracker.AutoDetectChangesEnabled = false;
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

    /// <summary>Changes are written by the unit of work, with their history.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess) => throw NotHere();

    /// <inheritdoc cref="SaveChanges(bool)"/>
    public sealed override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw NotHere();

    private static NotSupportedException NotHere() => new("Changes are written by the unit of work.");
}
