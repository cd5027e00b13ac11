namespace BuildingBlocks.Tests.Configuration;

using Procurement.BuildingBlocks.Hosting.Configuration;

public sealed class TracingSettingsTests
{
    [Test]
    public void Are_read_as_OpenTelemetry_names_them()
    {
        var settings = Read(new());

        Assert.That(settings, Is.EqualTo(new TracingSettings(new Uri("http://127.0.0.1:4317"), IsGrpc: true, FollowsParent: true, 0.1)));
    }

    [TestCase("always_on", false, 1)]
    [TestCase("always_off", false, 0)]
    [TestCase("traceidratio", false, 0.1)]
    [TestCase("parentbased_always_on", true, 1)]
    [TestCase("parentbased_always_off", true, 0)]
    [TestCase("parentbased_traceidratio", true, 0.1)]
    public void A_sampler_says_who_decides_and_how_much_is_kept(string sampler, bool followsParent, double ratio)
    {
        var settings = Read(new() { ["OTEL_TRACES_SAMPLER"] = sampler });

        Assert.That((settings.FollowsParent, settings.Ratio), Is.EqualTo((followsParent, ratio)));
    }

    [Test]
    public void Nothing_else_is_needed_where_spans_go_nowhere()
    {
        var env = new EnvironmentReader(new Dictionary<string, string> { ["OTEL_TRACES_EXPORTER"] = "none" });

        Assert.That(TracingSettings.Read(env).Endpoint, Is.Null);
        Assert.That(env.Complaint, Is.Null);
    }

    [TestCase("OTEL_TRACES_EXPORTER", "jaeger")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://127.0.0.1")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "http://user:canary@127.0.0.1:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [TestCase("OTEL_TRACES_SAMPLER", "sometimes")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG", "1.1")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG", "a tenth")]
    public void What_is_wrong_is_named(string name, string value)
    {
        var env = new EnvironmentReader(Variables(new() { [name] = value }));
        TracingSettings.Read(env);

        Assert.That(env.Complaint, Does.Contain($"{name} must be"));
    }

    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL")]
    [TestCase("OTEL_TRACES_SAMPLER")]
    [TestCase("OTEL_TRACES_SAMPLER_ARG")]
    public void What_is_missing_is_named(string name)
    {
        var variables = Variables(new());
        variables.Remove(name);
        var env = new EnvironmentReader(variables);
        TracingSettings.Read(env);

        Assert.That(env.Complaint, Is.EqualTo($"procurement: configuration: {name} is missing"));
    }

    private static TracingSettings Read(Dictionary<string, string> changes)
    {
        var env = new EnvironmentReader(Variables(changes));
        var settings = TracingSettings.Read(env);
        Assert.That(env.Complaint, Is.Null);
        return settings;
    }

    private static Dictionary<string, string> Variables(Dictionary<string, string> changes)
    {
        var variables = new Dictionary<string, string>
        {
            ["OTEL_TRACES_EXPORTER"] = "otlp",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4317",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
            ["OTEL_TRACES_SAMPLER_ARG"] = "0.1",
        };
        foreach (var (name, value) in changes)
            variables[name] = value;
        return variables;
    }
}
