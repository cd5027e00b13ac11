namespace Procurement.BuildingBlocks.Messaging.Contracts;

using System.Collections.Frozen;
using System.Text.Json.Nodes;
using MassTransit;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Turns the JSON of one major version of an event into that of the next.</summary>
/// <param name="From">The version that it reads; what it writes is called the same, one version on.</param>
/// <param name="Rewrite">Rewrites the event in place.</param>
public sealed record Upcaster(EventType From, Action<JsonObject> Rewrite);

/// <summary>
/// The public events that this process knows. Consumers are written for the newest version alone: what is stored in an older one, perhaps
/// since last year, is rewritten before they see it.
/// </summary>
internal sealed class EventCatalogue
{
    private readonly FrozenDictionary<EventType, string> urns;
    private readonly FrozenDictionary<EventType, Upcaster> upcasters;

    public EventCatalogue(IEnumerable<Subscription> subscriptions, IEnumerable<Upcaster> upcasters)
    {
        urns = subscriptions
            .DistinctBy(each => each.Event)
            .ToFrozenDictionary(each => each.Event, each => MessageUrn.ForTypeString(each.Contract));
        this.upcasters = upcasters.ToFrozenDictionary(each => each.From);
    }

    /// <summary>What MassTransit calls the record that an event is read as.</summary>
    public string UrnOf(EventType type) => urns[type];

    /// <summary>The event in the newest version that there is a way to.</summary>
    /// <exception cref="PermanentFailureException">It is no JSON object.</exception>
    public (EventType Type, string Data) Newest(EventType type, string data)
    {
        if (!upcasters.ContainsKey(type))
            return (type, data);
        if (JsonNode.Parse(data) is not JsonObject json)
            throw new PermanentFailureException($"{type} is no JSON object.");
        while (upcasters.TryGetValue(type, out var next))
        {
            next.Rewrite(json);
            type = type with { Version = type.Version + 1 };
        }
        return (type, json.ToJsonString(PublicEvent.Json));
    }
}
