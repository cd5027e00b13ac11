namespace Procurement.BuildingBlocks.Messaging.Contracts;

using System.Collections.Frozen;
using System.Text.Json.Nodes;
using MassTransit;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// The public events that this process knows. A consumer is written for one version: what is stored in an older one, perhaps since last
/// year, is rewritten before it sees it.
/// </summary>
internal sealed class EventCatalogue
{
    private readonly FrozenDictionary<EventType, string> urns;
    private readonly FrozenSet<(string Consumer, EventType Event)> asked;
    private readonly FrozenDictionary<EventType, Upcaster> upcasters;

    public EventCatalogue(IEnumerable<Subscription> subscriptions, IEnumerable<Upcaster> upcasters)
    {
        var known = subscriptions.ToList();
        asked = known.Select(each => (each.Consumer, each.Event)).ToFrozenSet();
        urns = known.DistinctBy(each => each.Event).ToFrozenDictionary(each => each.Event, each => MessageUrn.ForTypeString(each.Contract));
        this.upcasters = upcasters.ToFrozenDictionary(each => each.From);
    }

    /// <summary>What MassTransit calls the record that an event is read as.</summary>
    public string UrnOf(EventType type) => urns[type];

    /// <summary>The event in the version that a consumer is subscribed to, or the newest that there is a way to.</summary>
    /// <exception cref="PermanentFailureException">It is no JSON object.</exception>
    public (EventType Type, string Data) For(string consumer, EventType type, string data)
    {
        if (asked.Contains((consumer, type)) || !upcasters.ContainsKey(type))
            return (type, data);
        if (JsonNode.Parse(data) is not JsonObject json)
            throw new PermanentFailureException($"{type} is no JSON object.");
        while (!asked.Contains((consumer, type)) && upcasters.TryGetValue(type, out var next))
        {
            next.Rewrite(json);
            type = type with { Version = type.Version + 1 };
        }
        return (type, json.ToJsonString(PublicEvent.Json));
    }
}
