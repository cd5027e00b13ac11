namespace Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>Where spans go, and which. The variables bear the names of OpenTelemetry's specification.</summary>
/// <param name="Endpoint">The collector; null when spans go nowhere.</param>
/// <param name="IsGrpc">Whether it is spoken to in gRPC; otherwise in HTTP with Protocol Buffers.</param>
/// <param name="FollowsParent">Whether who calls us decides for the traces that it began.</param>
/// <param name="Ratio">Which part of the traces is kept, 0 to 1.</param>
public sealed record TracingSettings(Uri? Endpoint, bool IsGrpc, bool FollowsParent, double Ratio)
{
    private const string Exporter = "OTEL_TRACES_EXPORTER";
    private const string SamplerName = "OTEL_TRACES_SAMPLER";
    private const string Grpc = "grpc";
    private const string FollowParent = "parentbased_";
    private const string ByRatio = "traceidratio";

    private static readonly string[] Samplers =
    [
        "always_on",
        "always_off",
        ByRatio,
        FollowParent + "always_on",
        FollowParent + "always_off",
        FollowParent + ByRatio,
    ];

    internal static TracingSettings Read(EnvironmentReader env)
    {
        var isOn = env.Word(Exporter, "Whether spans are sent to a collector.", "otlp", ["none", "otlp"]) == "otlp";
        var endpoint = env.Parse(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "The collector. In HTTP, `v1/traces` is added to its path.",
            "http or https URL",
            "http://127.0.0.1:4317",
            ParseUrl,
            required: isOn,
            requiredWhen: $"`{Exporter}` is `otlp`"
        );
        var protocol = env.Parse(
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "How the collector is spoken to.",
            $"`{Grpc}` or `http/protobuf`",
            Grpc,
            text => OneOf(text, [Grpc, "http/protobuf"]),
            required: isOn,
            requiredWhen: $"`{Exporter}` is `otlp`"
        );
        var sampler = env.Parse(
            SamplerName,
            "Which traces are kept. With `parentbased_` whoever calls us decides for the traces that it began.",
            string.Join(", ", Samplers.Select(name => $"`{name}`")),
            FollowParent + ByRatio,
            text => OneOf(text, Samplers),
            required: isOn,
            requiredWhen: $"`{Exporter}` is `otlp`"
        );
        var byRatio = isOn && sampler?.EndsWith(ByRatio, StringComparison.Ordinal) is true;
        var ratio = env.Parse(
            "OTEL_TRACES_SAMPLER_ARG",
            $"Which part of the traces a sampler by ratio keeps.",
            "decimal number from 0 to 1",
            "0.1",
            ParseRatio,
            required: byRatio,
            requiredWhen: $"`{SamplerName}` ends in `{ByRatio}`"
        );
        var part =
            byRatio ? ratio?.Value ?? 0
            : sampler?.EndsWith("always_on", StringComparison.Ordinal) is true ? 1
            : 0;
        return new(isOn ? endpoint : null, protocol == Grpc, sampler?.StartsWith(FollowParent, StringComparison.Ordinal) is true, part);
    }

    private static Result<Uri> ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { UserInfo: "", Query: "", Fragment: "" }
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : Error.Invalid("INVALID_SETTING", "must be an http or https URL without user, query and fragment");

    private static Result<string> OneOf(string text, IReadOnlyList<string> words) =>
        words.Contains(text) ? text : Error.Invalid("INVALID_SETTING", $"must be one of {string.Join(", ", words)}");

    private static Result<Share> ParseRatio(string text) =>
        double.TryParse(
            text,
            System.Globalization.NumberStyles.AllowDecimalPoint,
            System.Globalization.CultureInfo.InvariantCulture,
            out var ratio
        ) && ratio is >= 0 and <= 1
            ? new Share(ratio)
            : Error.Invalid("INVALID_SETTING", "must be a decimal number from 0 to 1");

    /// <summary>A part of all, so that none can be told from nothing.</summary>
    private sealed record Share(double Value);
}
