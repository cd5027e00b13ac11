namespace Procurement.BuildingBlocks.Messaging;

using System.Reflection;

/// <summary>
/// The public events that an assembly declares. Every module registers its Contracts so: what goes through a broker finds its way by the
/// aggregate that is declared there, of which an outbox knows nothing.
/// </summary>
/// <param name="contracts">The assembly.</param>
public sealed class PublishedEvents(Assembly contracts)
{
    /// <summary>The assembly.</summary>
    public Assembly Assembly { get; } = contracts;

    /// <summary>Their records, each marked <see cref="PublicEventAttribute"/>.</summary>
    internal IReadOnlyList<Type> Contracts { get; } =
    [.. contracts.GetTypes().Where(type => type.IsDefined(typeof(PublicEventAttribute), inherit: false))];
}
