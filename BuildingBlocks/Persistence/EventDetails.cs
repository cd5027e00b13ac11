namespace Procurement.BuildingBlocks.Persistence;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>
/// What the audit trail keeps of a domain event besides its line. Any event will do as it is: there is nothing to register, hence nothing
/// to forget.
/// </summary>
public static class EventDetails
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Never part of a page of HTML: other scripts stay legible, and short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new ExactDecimalConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatTheLineSays } },
    };

    /// <summary>JSON object of what is particular to the event; null when nothing is.</summary>
    public static string? Of(DomainEvent happened)
    {
        var json = JsonSerializer.Serialize(happened, happened.GetType(), Options);
        return json == "{}" ? null : json;
    }

    /// <summary>The event that a line of the audit trail was made of.</summary>
    /// <param name="line">With its details.</param>
    /// <param name="type">The type of the event that the line names.</param>
    public static RecordedEvent Read(HistoryItem line, Type type)
    {
        var actor = line.Cause is { } cause ? Actor.System(cause) : Actor.Of(line.Actor);
        if (line.OnBehalfOf is { } principal)
            actor = actor.For(principal);
        var told = line.Details is { } details ? details.Deserialize(type, Options) : JsonSerializer.Deserialize("{}", type, Options);
        return new RecordedEvent(line.Version, line.From, line.To, (DomainEvent)told! with { Actor = actor, At = line.At });
    }

    /// <summary>What the line says is not written, and what is not written, because it is null, may be missing when it is read.</summary>
    private static void LeaveOutWhatTheLineSays(JsonTypeInfo type)
    {
        var common = type.Type.IsSubclassOf(typeof(DomainEvent))
            ? typeof(DomainEvent).GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))
            : [];
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
            if (common.Contains(property.Name))
                property.ShouldSerialize = (_, _) => false;
        }
    }
}
