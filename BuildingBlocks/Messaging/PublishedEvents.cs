namespace Procurement.BuildingBlocks.Messaging;

using System.Globalization;
using System.Reflection;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// The public events that an assembly declares. Every module registers its Contracts so: what goes through a broker finds its way by the
/// aggregate that is declared there, of which an outbox knows nothing.
/// </summary>
/// <param name="contracts">The assembly.</param>
public sealed class PublishedEvents(Assembly contracts)
{
    /// <summary>The assembly.</summary>
    public Assembly Assembly { get; } = contracts;

    /// <summary>
    /// The channel of an event, which is a topic without its namespace: one for each kind of aggregate and major version, so that events of one
    /// aggregate stay in order whatever their type.
    /// </summary>
    internal static string Channel(EventType type, string aggregate) =>
        string.Create(CultureInfo.InvariantCulture, $"{type.Module}.{aggregate}.v{type.Version}");

    /// <summary>What kind of thing an event happened to.</summary>
    internal static string AggregateOf(Type contract) => contract.GetCustomAttribute<PublicEventAttribute>()!.Aggregate;

    /// <summary>Their records, each marked <see cref="PublicEventAttribute"/>.</summary>
    internal IReadOnlyList<Type> Contracts { get; } =
    [.. contracts.GetTypes().Where(type => type.IsDefined(typeof(PublicEventAttribute), inherit: false))];
}
