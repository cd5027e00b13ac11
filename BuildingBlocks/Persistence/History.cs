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

    /// <summary>The line of one event, in the trace that the present work belongs to.</summary>
    public HistoryRow Row(Guid aggregate, RecordedEvent recorded)
    {
        var happened = recorded.Event;
        var details = JsonSerializer.Serialize(happened, options.GetTypeInfo(happened.GetType()));
        return new HistoryRow
        {
            AggregateId = aggregate,
            Version = recorded.Version,
            Event = happened.GetType().Name,
            Actor = happened.Actor.Subject,
            OnBehalfOf = happened.Actor.OnBehalfOf,
            Cause = happened.Actor.Cause,
            At = happened.At,
            From = recorded.From,
            To = recorded.To,
            Details = details == "{}" ? null : details,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };
    }

    private static void LeaveOutWhatTheLineSays(JsonTypeInfo type)
    {
        if (!type.Type.IsSubclassOf(typeof(DomainEvent)))
            return;
        foreach (var property in type.Properties.Where(p => p.Name is "actor" or "at").ToList())
            type.Properties.Remove(property);
    }
}
