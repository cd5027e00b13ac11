namespace Procurement.BuildingBlocks.Messaging.Contracts;

using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// The AsyncAPI 3.0 document of all public events: what each module publishes, in which channel, and which consumers of this program take
/// it. Made of the records in Contracts and their documentation, so it is the code's own word (ADR 0017).
/// </summary>
public sealed class AsyncApi
{
    private const string About = """
        What modules tell each other and whoever else listens. Events are facts, named in the past tense; nobody is asked to do anything.

        - The envelope is CloudEvents 1.0.2. On Kafka it is in binary mode: attributes are headers, the value is the bare event.
        - Every event is delivered at least once and in order for its key, which is the aggregate. `ce_id` tells a repetition, `ce_sequence` the place.
        - Within a major version members are only added. Pass over members, and over values of codes, that you do not know.
        - Amounts are whole minor units of their currency (ISO 4217).
        """;

    private readonly IReadOnlyList<Published> events;
    private readonly Topology topology;

    /// <param name="services">Where modules, their events and their consumers are registered.</param>
    public AsyncApi(IServiceProvider services)
        : this(
            (IEnumerable<PublishedEvents>)services.GetService(typeof(IEnumerable<PublishedEvents>))!,
            (Topology)services.GetService(typeof(Topology))!
        ) { }

    private AsyncApi(IEnumerable<PublishedEvents> published, Topology topology)
    {
        events =
        [
            .. published
                .SelectMany(each => each.Contracts)
                .Select(contract => new Published(contract, EventType.Of(contract), PublishedEvents.AggregateOf(contract)))
                .OrderBy(each => $"{each.Type}", StringComparer.Ordinal),
        ];
        this.topology = topology;
    }

    /// <summary>Writes it.</summary>
    public JsonObject Write()
    {
        var documents = new DocumentationFiles();
        var messages = new JsonObject();
        foreach (var each in events)
            messages[$"{each.Type}"] = Message(each, documents);
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Procurement",
                ["version"] = "1",
                ["description"] = About,
            },
            ["defaultContentType"] = "application/json",
            ["channels"] = Channels(),
            ["operations"] = Operations(),
            ["components"] = new JsonObject
            {
                ["messages"] = messages,
                ["schemas"] = new JsonObject { ["Envelope"] = Envelope() },
            },
        };
    }

    private JsonObject Channels()
    {
        var channels = new JsonObject();
        foreach (var channel in events.GroupBy(each => each.Channel))
            channels[channel.Key] = new JsonObject
            {
                ["address"] = $"{{namespace}}.{channel.Key}",
                ["title"] = $"Events of one {channel.First().Aggregate.Replace('-', ' ')}, in order",
                ["parameters"] = new JsonObject
                {
                    ["namespace"] = new JsonObject { ["description"] = "What KAFKA_NAMESPACE says.", ["default"] = "procurement" },
                },
                ["messages"] = new JsonObject(
                    channel.Select(each =>
                        KeyValuePair.Create<string, JsonNode?>($"{each.Type}", Reference($"#/components/messages/{each.Type}"))
                    )
                ),
            };
        return channels;
    }

    private JsonObject Operations()
    {
        var operations = new JsonObject();
        foreach (var channel in events.GroupBy(each => each.Channel))
            operations[$"{channel.Key}.publish"] = Operation(
                "send",
                $"The module {channel.First().Type.Module} publishes.",
                channel.Key,
                channel
            );
        foreach (var consumer in topology.Subscriptions.GroupBy(each => each.Consumer))
        foreach (var channel in events.Where(each => consumer.Any(wanted => wanted.Event == each.Type)).GroupBy(each => each.Channel))
            operations[$"{consumer.Key}.{channel.Key}"] = Operation("receive", $"The consumer {consumer.Key} takes.", channel.Key, channel);
        return operations;
    }

    private static JsonObject Operation(string action, string summary, string channel, IEnumerable<Published> events) =>
        new()
        {
            ["action"] = action,
            ["summary"] = summary,
            ["channel"] = Reference($"#/channels/{channel}"),
            ["messages"] = new JsonArray([.. events.Select(each => Reference($"#/channels/{channel}/messages/{each.Type}"))]),
        };

    private static JsonObject Message(Published published, DocumentationFiles documents) =>
        new()
        {
            ["name"] = $"{published.Type}",
            ["title"] = published.Contract.Name,
            ["summary"] = documents.Of(published.Contract),
            ["contentType"] = "application/json",
            ["correlationId"] = new JsonObject { ["location"] = "$message.header#/ce_correlationid" },
            ["headers"] = Reference("#/components/schemas/Envelope"),
            ["payload"] = Schema(published.Contract, documents),
            ["bindings"] = new JsonObject
            {
                ["kafka"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "string", ["description"] = "The aggregate, as in `ce_subject`." },
                    ["bindingVersion"] = "0.5.0",
                },
            },
        };

    private static JsonNode Schema(Type contract, DocumentationFiles documents) =>
        PublicEvent.Json.GetJsonSchemaAsNode(
            contract,
            new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = (context, node) =>
                {
                    // What has a converter of ours has no schema of theirs.
                    if (context.TypeInfo.Type == typeof(decimal))
                        node = new JsonObject { ["type"] = "number" };
                    else if (context.TypeInfo.Type == typeof(decimal?))
                        node = new JsonObject { ["type"] = new JsonArray("number", "null") };
                    if (node is JsonObject schema && context.PropertyInfo?.AttributeProvider is MemberInfo member)
                        schema["description"] = documents.Of(member);
                    return node;
                },
            }
        );

    /// <summary>The attributes of CloudEvents as headers, as the transport writes them.</summary>
    private static JsonObject Envelope()
    {
        var properties = new JsonObject();
        foreach (var (name, description) in EnvelopeHeaders.All)
            properties[name] = new JsonObject { ["type"] = "string", ["description"] = description };
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. EnvelopeHeaders.Required.Select(name => JsonValue.Create(name))]),
        };
    }

    private static JsonObject Reference(string to) => new() { ["$ref"] = to };

    private sealed record Published(Type Contract, EventType Type, string Aggregate)
    {
        /// <summary>The topic without its namespace.</summary>
        public string Channel => PublishedEvents.Channel(Type, Aggregate);
    }
}
