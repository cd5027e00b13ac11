namespace Host.Tests;

using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Host;
using TestKit;

internal sealed class ConfigurationDocumentTests
{
    private const string NoBroker = "events are carried without a broker";
    private const string NoCollector = "spans are sent nowhere";

    /// <summary>What a set leaves out, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["DATABASE_URL"] = "make run and the tests each find a database of their own",
        ["TRUSTED_PROXIES"] = "there is no proxy in front of a developer",
        ["AUTH_JWKS"] = "the shared key takes its place",
        ["KAFKA_BROKERS"] = NoBroker,
        ["KAFKA_NAMESPACE"] = NoBroker,
        ["KAFKA_PARTITIONS"] = NoBroker,
        ["KAFKA_REPLICATION"] = NoBroker,
        ["KAFKA_NODE_ID"] = NoBroker,
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = NoCollector,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = NoCollector,
        ["OTEL_TRACES_SAMPLER"] = NoCollector,
        ["OTEL_TRACES_SAMPLER_ARG"] = NoCollector,
    };

    [Test]
    public void The_page_lists_every_variable_of_host_and_modules()
    {
        var page = File.ReadAllText(Path.Combine(EnvironmentFile.Root, "docs", "configuration.md"));

        foreach (var row in ConfigurationTable.Render(Known()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2))
            Assert.That(page, Does.Contain(row), "docs/configuration.md lacks this row");
    }

    [TestCase("development")]
    [TestCase("test")]
    public void The_working_sets_hold_every_variable_that_is_read_and_no_other(string name)
    {
        Assert.That(EnvironmentFile.Load(name).Keys, Is.EquivalentTo(Known().Select(variable => variable.Name).Except(LeftOut.Keys)));
    }

    [Test]
    public void Kafka_without_its_settings_names_what_is_missing()
    {
        var variables = EnvironmentFile.Load("test");
        variables["EVENT_TRANSPORT"] = "kafka";
        var env = new EnvironmentReader(variables);
        Settings.Read(env);

        Assert.That(
            env.Complaint,
            Is.EqualTo(
                "procurement: configuration: KAFKA_BROKERS is missing; KAFKA_NAMESPACE is missing; KAFKA_PARTITIONS is missing; KAFKA_REPLICATION is missing"
            )
        );
    }

    /// <summary>A setting that is read, documented and then not looked at is a promise to an operator that nobody keeps.</summary>
    [Test]
    public void Every_setting_of_the_host_is_used()
    {
        var code = new[] { "BuildingBlocks", "Host" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(EnvironmentFile.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "HostSettings.cs")
            .Select(File.ReadAllText)
            .ToList();
        // Where we are has its effect while the others are read.
        var settings = typeof(HostSettings)
            .GetProperties()
            .Select(property => property.Name)
            .Except([nameof(HostSettings.Environment)])
            .ToList();

        Assert.That(settings, Does.Contain(nameof(HostSettings.Listen)));
        Assert.That(
            settings.Where(name => !code.Exists(text => Uses(text, name))),
            Is.Empty,
            "These settings are read and have no effect."
        );
    }

    private static bool Uses(string text, string name) =>
        System.Text.RegularExpressions.Regex.IsMatch(text, $@"(settings|HostSettings>\(\)|HostSettings\.Read\(env\))\.{name}\b");

    private static IReadOnlyList<Variable> Known()
    {
        var env = new EnvironmentReader(new Dictionary<string, string>());
        Settings.Read(env);
        return env.Describe();
    }
}
