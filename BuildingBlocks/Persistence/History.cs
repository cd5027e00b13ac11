namespace Procurement.BuildingBlocks.Persistence;

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>Turns the recorded events of a module's aggregates into lines of the audit trail.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class History<TModule>
{
    private readonly JsonSerializerOptions options;

    /// <param name="events">Serialisation metadata of every domain event of the module.</param>
    public History(JsonSerializerContext events) =>
        options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = events.WithAddedModifier(LeaveOutWhatTheLineSays),
        };

    /// <summary>JSON object of what is particular to the event; null when nothing is.</summary>
    public string? Details(DomainEvent happened)
    {
        var json = JsonSerializer.Serialize(happened, options.GetTypeInfo(happened.GetType()));
        return json == "{}" ? null : json;
    }

    /// <summary>The trace that the present work belongs to; null when there is none.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();

    private static void LeaveOutWhatTheLineSays(JsonTypeInfo type)
    {
        if (!type.Type.IsSubclassOf(typeof(DomainEvent)))
            return;
        foreach (var property in type.Properties.Where(p => p.Name is "actor" or "at").ToList())
            type.Properties.Remove(property);
    }
}
