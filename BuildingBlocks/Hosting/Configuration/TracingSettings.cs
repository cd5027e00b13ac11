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
        var protocol = env.Word(
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "How the collector is spoken to.",
            Grpc,
            [Grpc, "http/protobuf"],
            required: isOn,
            requiredWhen: $"`{Exporter}` is `otlp`"
        );
        var sampler = env.Word(
            SamplerName,
            "Which traces are kept. With `parentbased_` whoever calls us decides for the traces that it began.",
            FollowParent + ByRatio,
            Samplers,
            required: isOn,
            requiredWhen: $"`{Exporter}` is `otlp`"
        );
        var byRatio = sampler.EndsWith(ByRatio, StringComparison.Ordinal);
        var ratio = env.Fraction(
            "OTEL_TRACES_SAMPLER_ARG",
            "Which part of the traces a sampler by ratio keeps.",
            "0.1",
            0,
            1,
            required: isOn && byRatio,
            requiredWhen: $"`{SamplerName}` ends in `{ByRatio}`"
        );
        var part =
            byRatio ? ratio
            : sampler.EndsWith("always_on", StringComparison.Ordinal) ? 1
            : 0;
        return new(isOn ? endpoint : null, protocol == Grpc, sampler.StartsWith(FollowParent, StringComparison.Ordinal), part);
    }

    private static Result<Uri> ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { UserInfo: "", Query: "", Fragment: "" }
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : Error.Invalid("INVALID_SETTING", "must be an http or https URL without user, query and fragment");
}
