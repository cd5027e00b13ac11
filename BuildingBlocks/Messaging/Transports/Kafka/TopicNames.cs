namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Collections.Frozen;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// Which event goes through which topic: one topic for each kind of aggregate and major version, so that events of one aggregate stay in
/// order whatever their type.
/// </summary>
internal sealed class TopicNames
{
    /// <summary>Stands for the aggregate of an event that this process has no declaration of; nobody here subscribes to it.</summary>
    private const string Undeclared = "internal";

    private readonly string space;
    private readonly Topology topology;
    private readonly FrozenDictionary<EventType, string> topics;

    public TopicNames(MessagingSettings settings, IEnumerable<PublishedEvents> published, Topology topology)
    {
        space = settings.Kafka?.Namespace ?? throw new InvalidOperationException("There are no settings of Kafka.");
        this.topology = topology;
        // What a module publishes to itself need not be in its Contracts: the subscription declares it as well.
        topics = published
            .SelectMany(each => each.Contracts)
            .Concat(topology.Subscriptions.Select(each => each.Contract))
            .Distinct()
            .Select(contract => (Type: EventType.Of(contract), Aggregate: PublishedEvents.AggregateOf(contract)))
            .DistinctBy(each => each.Type)
            .ToFrozenDictionary(each => each.Type, each => Name(each.Type, each.Aggregate));
    }

    /// <summary>Every topic of an event that is declared.</summary>
    public IReadOnlyList<string> All => [.. topics.Values.Distinct()];

    /// <summary>The topic of an event.</summary>
    public string Of(EventType type) => topics.GetValueOrDefault(type) ?? Name(type with { Version = 1 }, Undeclared);

    /// <summary>The topics that a module's consumers want; none when it has no consumers.</summary>
    public IReadOnlyList<string> ReadBy(string module) =>
        [.. topology.Subscriptions.Where(each => each.Module == module).Select(each => Of(each.Event)).Distinct()];

    /// <summary>The group in which the processes of a module read.</summary>
    public string GroupOf(string module) => $"{space}.{module}";

    private string Name(EventType type, string aggregate) => $"{space}.{PublishedEvents.Channel(type, aggregate)}";
}
