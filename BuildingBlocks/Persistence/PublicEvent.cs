namespace Procurement.BuildingBlocks.Persistence;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

/// <summary>Something that happened in one module, in the words that others understand, written down.</summary>
/// <param name="Type">What it is called on the wire.</param>
/// <param name="Data">JSON object.</param>
public readonly record struct PublicEvent(EventType Type, string Data)
{
    /// <summary>How public events are written and read: snake_case, decimals exactly, and other scripts stay legible.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ExactDecimalConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatMayBeMissing } },
    };

    /// <summary>Writes an event down.</summary>
    /// <typeparam name="T">A record of Contracts, marked <see cref="PublicEventAttribute"/>.</typeparam>
    public static PublicEvent Of<T>(T happened)
        where T : class => new(Declared<T>.Type, JsonSerializer.Serialize(happened, Json));

    /// <summary>A member that is not <c>required</c> may be missing, and is when it is null.</summary>
    private static void LeaveOutWhatMayBeMissing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => !property.IsRequired))
            property.ShouldSerialize = (_, value) => value is not null;
    }

    private static class Declared<T>
    {
        public static readonly EventType Type = EventType.Of(typeof(T));
    }
}

/// <summary>Which of a module's domain events others may know of, and in which words.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public interface IPublicEvents<TModule>
{
    /// <summary>The public event that a domain event is to others; null when it is nobody else's business.</summary>
    /// <param name="aggregate">What it happened to, as it is after it.</param>
    /// <param name="happened">What happened.</param>
    PublicEvent? Of(Aggregate aggregate, DomainEvent happened);
}

/// <summary>A module that tells nobody anything.</summary>
public sealed class NoPublicEvents<TModule> : IPublicEvents<TModule>
{
    /// <inheritdoc/>
    public PublicEvent? Of(Aggregate aggregate, DomainEvent happened) => null;
}
