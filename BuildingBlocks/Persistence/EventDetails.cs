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

    private static void LeaveOutWhatTheLineSays(JsonTypeInfo type)
    {
        if (!type.Type.IsSubclassOf(typeof(DomainEvent)))
            return;
        var common = typeof(DomainEvent).GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        foreach (var property in type.Properties.Where(property => common.Contains(property.Name)).ToList())
            type.Properties.Remove(property);
    }
}
