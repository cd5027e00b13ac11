namespace Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

/// <summary>
/// What has become of the entities that a context loaded, looked at when the unit of work is committed. A change is written whether or not
/// its aggregate was saved, and one that no event tells of is refused: none is lost without a sound.
/// </summary>
internal static class TrackedChanges
{
    /// <summary>The aggregates on which something was recorded.</summary>
    /// <exception cref="InvalidOperationException">An aggregate, or a part of one, was changed without recording an event.</exception>
    public static HashSet<Aggregate> Recorded(DbContext context)
    {
        context.ChangeTracker.DetectChanges();
        var recorded = new HashSet<Aggregate>(ReferenceEqualityComparer.Instance);
        var others = new List<EntityEntry>();
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.Entity is Aggregate { Recorded.Count: > 0 } aggregate)
                recorded.Add(aggregate);
            else if (entry.State != EntityState.Unchanged && IsGuarded(entry.Metadata))
                others.Add(entry);
        }
        if (others.Count == 0)
            return recorded;
        var keys = recorded.Select(aggregate => Value(context.Entry(aggregate), KeyOf(aggregate.GetType(), context.Model))).ToHashSet();
        if (others.Find(entry => Link(entry.Metadata) is not { } link || !keys.Contains(Value(entry, link.Properties[0]))) is { } silent)
            throw new InvalidOperationException($"{silent.Metadata.ClrType.Name} was changed without recording an event.");
        return recorded;
    }

    /// <summary>
    /// Whether a change of such an entity always comes with a history row of its aggregate, whose key is what makes the loser of a race
    /// fail: aggregates and their parts.
    /// </summary>
    public static bool IsGuarded(IEntityType type) => type.ClrType.IsSubclassOf(typeof(Aggregate)) || Link(type) is not null;

    /// <summary>The property by which an aggregate is found.</summary>
    public static IProperty KeyOf(Type aggregate, IModel model) => model.FindEntityType(aggregate)!.FindPrimaryKey()!.Properties[0];

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
