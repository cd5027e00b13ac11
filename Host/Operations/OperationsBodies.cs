namespace Procurement.Host.Operations;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Messaging.Operations;

/// <summary>From when on a consumer is to be given its events again, and why.</summary>
internal sealed record ReplayConsumerBody([property: Is<Instant>] string? From = null, [property: Is<Reason>] string? Reason = null)
{
    public Result<(DateTimeOffset From, Reason Reason)> Read()
    {
        var errors = new FieldErrors();
        var from = errors.Take("from", Instant.Parse(From));
        var reason = BuildingBlocks.Reason.Parse(Reason);
        errors.AddAll(reason.Error);
        return errors.Error is { } invalid ? invalid : (from, reason.Value);
    }
}

/// <summary>Which dead letters are to be put back, and why; without any condition all of them.</summary>
internal sealed record ReplayLettersBody(
    [property: Is<SoughtConsumer>(Optional = true)] string? Consumer = null,
    [property: Is<SoughtModule>(Optional = true)] string? Module = null,
    [property: Is<SoughtType>(Optional = true)] string? Type = null,
    [property: Is<SoughtError>(Optional = true)] string? Error = null,
    [property: Is<SoughtKey>(Optional = true)] string? Key = null,
    [property: Is<Reason>] string? Reason = null
)
{
    public Result<(DeadLetterFilter Filter, Reason Reason)> Read()
    {
        var errors = new FieldErrors();
        var filter = new DeadLetterFilter
        {
            Consumer = Sought("consumer", Consumer),
            Module = Sought("module", Module),
            Type = Sought("type", Type),
            Error = Sought("error", Error),
            Key = Sought("key", Key),
        };
        var reason = BuildingBlocks.Reason.Parse(Reason);
        errors.AddAll(reason.Error);
        return errors.Error is { } invalid ? invalid : (filter, reason.Value);

        string? Sought(string field, string? text) =>
            text is null ? null : errors.Take(field, Text.Parse(text, OperationsEndpoints.LongestSought));
    }
}

/// <summary>A name that is looked for, compared exactly.</summary>
internal sealed class SoughtConsumer : IFacts
{
    public static Facts Facts { get; } = Text.Facts(OperationsEndpoints.LongestSought, "forecast.order-book");
}

/// <summary>As above.</summary>
internal sealed class SoughtModule : IFacts
{
    public static Facts Facts { get; } = Text.Facts(OperationsEndpoints.LongestSought, "forecast");
}

/// <summary>As above; the version may be left out.</summary>
internal sealed class SoughtType : IFacts
{
    public static Facts Facts { get; } = Text.Facts(OperationsEndpoints.LongestSought, "supplier.supplier-approved.v1");
}

/// <summary>As above.</summary>
internal sealed class SoughtError : IFacts
{
    public static Facts Facts { get; } = Text.Facts(OperationsEndpoints.LongestSought, "JsonException");
}

/// <summary>As above.</summary>
internal sealed class SoughtKey : IFacts
{
    public static Facts Facts { get; } = Text.Facts(OperationsEndpoints.LongestSought, "sup_019c10a0-5a50-7cc3-8a4e-3f2b6d1e9f70");
}

[JsonSerializable(typeof(MessagingOverview))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(DeadLetterCounts))]
[JsonSerializable(typeof(Items<DeadLetterHeader>))]
[JsonSerializable(typeof(Items<LoggedEvent>))]
[JsonSerializable(typeof(Items<OperationRecord>))]
[JsonSerializable(typeof(ReplayedConsumer))]
[JsonSerializable(typeof(ReplayedLetters))]
[JsonSerializable(typeof(ReplayConsumerBody))]
[JsonSerializable(typeof(ReplayLettersBody))]
internal sealed partial class OperationsJson : JsonSerializerContext;
