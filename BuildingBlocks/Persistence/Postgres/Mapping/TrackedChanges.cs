namespace Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

/// <summary>
/// What has become of the entities that a context loaded, looked at when the unit of work is committed. A change is written whether or not
/// its aggregate was saved, and one that no event tells of is refused: none is lost without a sound.
/// </summary>
/// <param name="Recorded">The aggregates on which something was recorded.</param>
/// <param name="Entries">What is added, changed or deleted.</param>
/// <param name="AreGuarded">Whether each change and deletion comes with a history row.</param>
internal sealed record TrackedChanges(HashSet<Aggregate> Recorded, List<EntityEntry> Entries, bool AreGuarded)
{
    /// <summary>Looks.</summary>
    /// <exception cref="InvalidOperationException">An aggregate, or a part of one, was changed without recording an event.</exception>
    public static TrackedChanges Of(DbContext context)
    {
        context.ChangeTracker.DetectChanges();
        var recorded = new HashSet<Aggregate>(ReferenceEqualityComparer.Instance);
        List<EntityEntry> changed = [],
            others = [];
        var areGuarded = true;
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.Entity is Aggregate { Recorded.Count: > 0 } aggregate)
                recorded.Add(aggregate);
            if (entry.State == EntityState.Unchanged)
                continue;
            changed.Add(entry);
            if (!IsGuarded(entry.Metadata))
                areGuarded &= entry.State == EntityState.Added;
            else if (entry.Entity is not Aggregate { Recorded.Count: > 0 })
                others.Add(entry);
        }
        RefuseSilent(context, recorded, others);
        return new TrackedChanges(recorded, changed, areGuarded);
    }

    /// <summary>
    /// Whether a change of such an entity always comes with a history row of its aggregate, whose key is what makes the loser of a race
    /// fail: aggregates and their parts.
    /// </summary>
    private static bool IsGuarded(IEntityType type) => type.ClrType.IsSubclassOf(typeof(Aggregate)) || Link(type) is not null;

    /// <summary>The property by which an aggregate is found.</summary>
    public static IProperty KeyOf(Type aggregate, IModel model) => model.FindEntityType(aggregate)!.FindPrimaryKey()!.Properties[0];

    private static void RefuseSilent(DbContext context, HashSet<Aggregate> recorded, List<EntityEntry> others)
    {
        if (others.Count == 0)
            return;
        var keys = recorded.Select(aggregate => Value(context.Entry(aggregate), KeyOf(aggregate.GetType(), context.Model))).ToHashSet();
        if (others.Find(entry => Link(entry.Metadata) is not { } link || !keys.Contains(Value(entry, link.Properties[0]))) is { } silent)
            throw new InvalidOperationException($"{silent.Metadata.ClrType.Name} was changed without recording an event.");
    }

    /// <summary>What ties a part to its aggregate; null for anything else.</summary>
    private static IForeignKey? Link(IEntityType type)
    {
        foreach (var key in type.GetForeignKeys())
            if (key.PrincipalEntityType.ClrType.IsSubclassOf(typeof(Aggregate)))
                return key;
        return null;
    }

    /// <summary>A part that was taken away belonged to the aggregate it was loaded with.</summary>
    private static object? Value(EntityEntry entry, IProperty property) =>
        entry.State == EntityState.Deleted ? entry.Property(property).OriginalValue : entry.Property(property).CurrentValue;
}
