namespace Deployment.Tests.Compose;

using System.Text.Json;
using System.Text.RegularExpressions;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Host;
using TestKit;

/// <summary>compose.yaml and what it mounts agree with each other and with the service. No engine runs here.</summary>
internal sealed class ComposeTests
{
    private static readonly ComposeFile File = ComposeFile.Read();

    private static IEnumerable<string> Ours =>
        File.Services.Where(service => service.Value.Build is not null).Select(service => service.Key);

    private static IEnumerable<string> Replicas => Ours.Where(name => name != "migrate");

    [TestCaseSource(nameof(Ours))]
    public void A_container_of_ours_is_given_every_variable_that_it_requires_and_none_that_nobody_reads(string name)
    {
        var variables = File.Services[name].Variables();
        var env = new EnvironmentReader(variables);
        Settings.Read(env);

        Assert.That(env.Complaint, Is.Null);
        Assert.That(variables.Keys.Except(env.Describe().Select(variable => variable.Name)), Is.Empty);
    }

    [Test]
    public void Replicas_differ_in_nothing_but_their_name_and_where_they_are()
    {
        var replicas = Replicas.Select(name => File.Services[name]).ToList();

        Assert.That(replicas, Has.Count.EqualTo(2));
        Assert.That(replicas.Select(replica => replica.Variables()["KAFKA_NODE_ID"]), Is.EquivalentTo(Replicas));
        Assert.That(Rest(replicas[0]), Is.EquivalentTo(Rest(replicas[1])));

        static Dictionary<string, string> Rest(ComposeService replica) =>
            replica.Variables().Where(pair => pair.Key != "KAFKA_NODE_ID").ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    [Test]
    public void Ours_runs_on_a_file_system_that_is_read_only_and_migrates_before_it_serves()
    {
        foreach (var name in Ours)
            Assert.That((File.Services[name].ReadOnly, File.Services[name].Tmpfs), Is.EqualTo((true, new[] { "/tmp" })), name);
        foreach (var name in Replicas)
        {
            Assert.That(File.Services[name].DependsOn["migrate"].Condition, Is.EqualTo("service_completed_successfully"));
            Assert.That(File.Services[name].Variables()["MIGRATE_ON_START"], Is.EqualTo("false"));
        }
        Assert.That(File.Services["migrate"].Command, Is.EqualTo(new[] { "migrate" }));
    }

    [Test]
    public void What_is_waited_for_exists_and_can_say_that_it_is_healthy()
    {
        foreach (var (name, service) in File.Services)
        foreach (var (other, dependency) in service.DependsOn)
        {
            Assert.That(File.Services, Does.ContainKey(other), $"{name} waits for it");
            if (dependency.Condition == "service_healthy")
                Assert.That(
                    File.Services[other].Healthcheck is not null || Ours.Contains(other),
                    Is.True,
                    $"{name} waits for {other}, which has no health check; ours has that of the Dockerfile"
                );
        }
    }

    [Test]
    public void What_is_mounted_exists()
    {
        foreach (var mount in File.Services.Values.SelectMany(service => service.Volumes).Select(volume => volume.Split(':')))
            if (mount[0].StartsWith("./", StringComparison.Ordinal))
                Assert.That(
                    (Path.Exists(ComposeFile.Path(mount[0])), mount[^1]),
                    Is.EqualTo((true, "ro")),
                    $"{mount[0]} is there, and not written to"
                );
            else
                Assert.That(File.Volumes, Does.ContainKey(mount[0]));
    }

    [Test]
    public void Images_have_a_version_and_what_is_published_is_for_this_machine_alone()
    {
        foreach (var (name, service) in File.Services.Where(service => !Ours.Contains(service.Key)))
            Assert.That(service.Image, Does.Match(@"^[\w./-]+:v?\d+(\.\d+)*$"), name);
        Assert.That(File.Services.Values.SelectMany(service => service.Ports), Is.Not.Empty.And.All.StartsWith("127.0.0.1:"));
    }

    [Test]
    public void The_proxy_leads_to_each_replica_where_it_listens_and_is_the_one_they_trust()
    {
        var config = System.IO.File.ReadAllText(ComposeFile.Path("ops/compose/nginx.conf"));
        var servers = Regex.Matches(config, @"^\s+server ([\w-]+:\d+) ", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var proxy = File.Services["proxy"];

        Assert.That(servers, Is.EquivalentTo(Replicas.Select(name => name + File.Services[name].Variables()["LISTEN_ADDR"])));
        foreach (var name in Replicas)
            Assert.That(
                File.Services[name].Variables()["TRUSTED_PROXIES"],
                Is.EqualTo($"{proxy.Networks["default"].Ipv4Address}/32"),
                name
            );
        Assert.That(proxy.Ports.Single(), Does.EndWith(":" + Regex.Match(config, @"listen (\d+);").Groups[1].Value));
        Assert.That(proxy.Volumes.Single(), Does.StartWith("./ops/compose/nginx.conf:/etc/nginx/nginx.conf"));
    }

    [Test]
    public void Prometheus_reads_each_replica_and_Grafana_reads_Prometheus()
    {
        var targets = JsonElement.Parse(System.IO.File.ReadAllText(ComposeFile.Path("ops/compose/targets.json")))[0].GetProperty("targets");
        var source = System.IO.File.ReadAllText(ComposeFile.Path("ops/compose/grafana/datasources.yaml"));
        var dashboards = System.IO.File.ReadAllText(ComposeFile.Path("ops/compose/grafana/dashboards.yaml"));
        var folder = Regex.Match(dashboards, "path: (.+)").Groups[1].Value;

        Assert.That(
            targets.EnumerateArray().Select(target => target.GetString()),
            Is.EquivalentTo(Replicas.Select(name => name + File.Services[name].Variables()["METRICS_ADDR"]))
        );
        Assert.That(source, Does.Contain("url: http://prometheus:9090"));
        Assert.That(File.Services["grafana"].Volumes, Does.Contain($"./ops/observe/dashboards:{folder}:ro"));
        // Where its configuration looks for them.
        foreach (var file in new[] { "prometheus.yml", "rules.yml", "alerts.yml", "targets.json" })
            Assert.That(File.Services["prometheus"].Volumes, Has.Some.Contains($"{file}:/etc/prometheus/{file}:ro"));
    }

    [Test]
    public void Ours_asks_for_its_neighbours_where_they_are()
    {
        var variables = File.Services[Replicas.First()].Variables();
        var collector = System.IO.File.ReadAllText(ComposeFile.Path("ops/compose/collector.yaml"));
        var postgres = File.Services["postgres"].Environment;
        var kafka = File.Services["kafka"].Environment;

        Assert.That(
            variables["DATABASE_URL"],
            Is.EqualTo($"postgres://{postgres["POSTGRES_USER"]}:{postgres["POSTGRES_PASSWORD"]}@postgres:5432/{postgres["POSTGRES_DB"]}")
        );
        Assert.That(kafka["KAFKA_ADVERTISED_LISTENERS"], Is.EqualTo($"PLAINTEXT://{variables["KAFKA_BROKERS"]}"));
        Assert.That(variables["OTEL_EXPORTER_OTLP_ENDPOINT"], Is.EqualTo("http://collector:4317"));
        Assert.That(collector, Does.Match(@"grpc:\s+endpoint: 0\.0\.0\.0:4317"));
    }

    [Test]
    public void No_secret_is_anything_but_plainly_one_for_development()
    {
        var secrets = File
            .Services.Values.SelectMany(service => service.Variables())
            .Where(pair => Regex.IsMatch(pair.Key, "PASSWORD|SECRET|KEY$") && pair.Value.Length > 0)
            .ToList();

        Assert.That(secrets.Select(pair => pair.Key).Distinct(), Is.EquivalentTo(new[] { "AUTH_SYMMETRIC_KEY", "POSTGRES_PASSWORD" }));
        foreach (var (name, value) in secrets)
            Assert.That(value, Is.AnyOf("development-only", EnvironmentFile.Load("development")["AUTH_SYMMETRIC_KEY"]), name);
    }
}
