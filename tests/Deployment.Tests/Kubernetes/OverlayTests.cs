namespace Deployment.Tests.Kubernetes;

using Deployment.Tests.Kubernetes.Rendering;
using Deployment.Tests.Kubernetes.Rules;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;
using Procurement.Host;

/// <summary>What the overlays render to keeps every rule and fits the program.</summary>
internal sealed class OverlayTests
{
    private static readonly IEnumerable<string> Overlays = Manifests.Overlays;
    private static readonly IEnumerable<TestCaseData> RulesOfOverlays = Manifests.Overlays.SelectMany(overlay =>
        Rule.All.Select(rule => new TestCaseData(overlay, rule).SetArgDisplayNames(overlay, rule.Name))
    );

    [Test]
    public void There_are_an_overlay_each_for_staging_and_production() =>
        Assert.That(Overlays, Is.EqualTo(new[] { "production", "staging" }));

    [TestCaseSource(nameof(RulesOfOverlays))]
    public async Task Keeps_the_rule(string overlay, Rule rule) => Assert.That(rule.Complaints(await Manifests.Overlay(overlay)), Is.Empty);

    /// <summary>The Topic Operator makes them as the service itself would.</summary>
    [TestCaseSource(nameof(Overlays))]
    public async Task The_topics_are_those_of_the_code(string overlay)
    {
        var manifests = await Manifests.Overlay(overlay);
        await using var app = ProcurementHost.Build(ServerSettings.Variables(manifests, Manifests.Pod(manifests.Deployment)));
        var kafka = app.Services.GetRequiredService<MessagingSettings>().Kafka!;

        var topics = (await Manifests.Topics(overlay)).Documents.Select(Described);

        var wanted = app.Services.GetRequiredService<TopicNames>().All.Select(name => KafkaTopics.Specification(name, kafka));
        Assert.That(
            topics,
            Is.EquivalentTo(
                wanted.Select(topic =>
                    Describe(topic.Name, topic.NumPartitions, topic.ReplicationFactor, topic.Configs.Select(each => (each.Key, each.Value)))
                )
            )
        );
        Assert.That(topics, Has.All.Contains(" 12 3 ").And.All.Contains("min.insync.replicas=2"));
    }

    /// <summary>Each path that a probe or Prometheus asks for is asked of the real host, at the listener that its port stands for.</summary>
    [TestCaseSource(nameof(Overlays))]
    public async Task What_is_asked_for_is_served(string overlay)
    {
        var manifests = await Manifests.Overlay(overlay);
        var server = Manifests.Pod(manifests.Deployment).At("containers/procurement");
        var variables = ServerSettings.Variables(manifests, Manifests.Pod(manifests.Deployment));
        foreach (var (name, value) in OnThisMachine)
            variables[name] = value;
        await using var app = ProcurementHost.Build(variables);
        await app.StartAsync();
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        using var client = new HttpClient();

        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
            Assert.That(await Status(listening[0], server.Text($"{probe}/httpGet/path")!), Is.EqualTo(200), probe);
        var metrics = manifests.Deployment.At("spec/template/metadata/annotations")!["prometheus.io/path"];
        Assert.That(await Status(listening[1], $"{metrics}"), Is.EqualTo(200));
        await app.StopAsync();

        async Task<int> Status(string address, string path)
        {
            using var answer = await client.GetAsync(new Uri(new Uri(address), path));
            return (int)answer.StatusCode;
        }
    }

    /// <summary>Without database, broker and collector, and on ports that are free.</summary>
    private static readonly (string Name, string Value)[] OnThisMachine =
    [
        ("APP_ENV", "test"),
        ("LISTEN_ADDR", "127.0.0.1:0"),
        ("METRICS_ADDR", "127.0.0.1:0"),
        ("EVENT_TRANSPORT", "in-process"),
        ("OTEL_TRACES_EXPORTER", "none"),
        ("SHUTDOWN_DELAY", "0s"),
        ("LOG_LEVEL", "error"),
    ];

    private static string Described(System.Text.Json.Nodes.JsonObject topic)
    {
        Assert.That(
            (topic.Text("apiVersion"), topic.Text("kind"), topic.Text("metadata/namespace")),
            Is.EqualTo(("kafka.strimzi.io/v1beta2", "KafkaTopic", "kafka"))
        );
        return Describe(
            topic.Text("metadata/name")!,
            topic.Number("spec/partitions") ?? 0,
            topic.Number("spec/replicas") ?? 0,
            topic.At("spec/config")!.AsObject().Select(each => (each.Key, $"{each.Value}"))
        );
    }

    private static string Describe(string name, int partitions, int replicas, IEnumerable<(string Name, string Value)> settings) =>
        $"{name} {partitions} {replicas} {string.Join(' ', settings.OrderBy(each => each.Name).Select(each => $"{each.Name}={each.Value}"))}";
}
