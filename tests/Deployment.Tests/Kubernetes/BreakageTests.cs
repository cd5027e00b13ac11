namespace Deployment.Tests.Kubernetes;

using System.Globalization;
using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;
using Deployment.Tests.Kubernetes.Rules;

/// <summary>Each rule refuses what it is there to refuse.</summary>
internal sealed class BreakageTests
{
    private static readonly IEnumerable<TestCaseData> Cases = Breakages.All.Select(each =>
        new TestCaseData(each).SetArgDisplayNames(each.Rule, each.What)
    );

    [TestCaseSource(nameof(Cases))]
    public async Task Is_refused(Breakage breakage)
    {
        // The one with the most in it.
        var manifests = await Manifests.Overlay("production");
        breakage.Break(manifests);

        Assert.That(Rule.All.Single(rule => rule.Name == breakage.Rule).Complaints(manifests), Is.Not.Empty);
    }

    [Test]
    public void Every_rule_is_broken_once() =>
        Assert.That(Breakages.All.Select(each => each.Rule).Distinct(), Is.EquivalentTo(Rule.All.Select(rule => rule.Name)));
}

/// <summary>Something that must not be.</summary>
/// <param name="Rule">The rule that it breaks.</param>
/// <param name="What">What is done.</param>
/// <param name="Break">Does it.</param>
internal sealed record Breakage(string Rule, string What, Action<Manifests> Break);

internal static class Breakages
{
    private const string Program = "spec/template/spec/containers/procurement";
    private const string Collector = "spec/template/spec/initContainers/collector";
    private const string Pod = "spec/template/spec";

    public static IReadOnlyList<Breakage> All { get; } =
    [
        Set("pods share nothing with their node", "host network", $"{Pod}/hostNetwork", true),
        Set("pods share nothing with their node", "host port", $"{Program}/ports/0/hostPort", 8080),
        Set("volumes hold nothing of the node, and no more than they may", "host path", $"{Pod}/volumes/tmp/hostPath", new JsonObject()),
        Drop("volumes hold nothing of the node, and no more than they may", "no limit", $"{Pod}/volumes/tmp/emptyDir/sizeLimit"),
        Drop("nobody is root", "may be root", $"{Pod}/securityContext/runAsNonRoot"),
        Set("nobody is root", "another user", $"{Pod}/securityContext/runAsUser", 0),
        Set("nobody is root", "another group", $"{Pod}/securityContext/runAsGroup", 0),
        Set(
            "the system calls are those of the runtime's default",
            "unconfined",
            $"{Pod}/securityContext/seccompProfile/type",
            "Unconfined"
        ),
        Set("no container has rights of its own", "privileged", $"{Program}/securityContext/privileged", true),
        Set("no container has rights of its own", "privileged sidecar", $"{Collector}/securityContext/privileged", true),
        Set("no container has rights of its own", "escalation", $"{Program}/securityContext/allowPrivilegeEscalation", true),
        Set("no container has rights of its own", "added", $"{Program}/securityContext/capabilities/add", new JsonArray("NET_ADMIN")),
        Drop("no container has rights of its own", "capabilities of the sidecar", $"{Collector}/securityContext/capabilities"),
        Set("no container has rights of its own", "its own user", $"{Program}/securityContext/runAsUser", 0),
        Drop("the file system is read-only", "sidecar writes", $"{Collector}/securityContext/readOnlyRootFilesystem"),
        Drop("there is room for temporary files", "no mount", $"{Program}/volumeMounts"),
        Drop("pods know nothing of the cluster", "token", $"{Pod}/automountServiceAccountToken"),
        Set("pods know nothing of the cluster", "links", $"{Pod}/enableServiceLinks", true),
        Drop("every container has its share and its limit", "no limit", $"{Collector}/resources/limits"),
        Set("every container has its share and its limit", "less memory", $"{Program}/resources/requests/memory", "64Mi"),
        Set("every container has its share and its limit", "more CPU", $"{Program}/resources/limits/cpu", "4"),
        Set("images come from our registry, in a version", "latest", $"{Program}/image", "registry.example.com/procurement:latest"),
        Set("images come from our registry, in a version", "no version", $"{Program}/image", "registry.example.com/procurement"),
        Set("images come from our registry, in a version", "elsewhere", $"{Collector}/image", "collector:1"),
        Of("there are two pods at least", "one pod", "HorizontalPodAutoscaler", each => Put(each, "spec/minReplicas", 1)),
        Set("there are two pods at least", "both", "spec/replicas", 2),
        new("there are two pods at least", "neither", manifests => manifests.Documents.Remove(manifests.Only("HorizontalPodAutoscaler"))),
        Set("a pod goes when another is ready", "too early", "spec/strategy/rollingUpdate/maxUnavailable", 1),
        Set("a pod goes when another is ready", "all at once", "spec/strategy/type", "Recreate"),
        Drop("pods are spread over nodes", "on one node", $"{Pod}/topologySpreadConstraints"),
        Of("nodes are drained one pod at a time", "two", "PodDisruptionBudget", each => Put(each, "spec/maxUnavailable", 2)),
        Of("nodes are drained one pod at a time", "nobody", "PodDisruptionBudget", each => Put(each, "spec/selector/matchLabels/a", "b")),
        Set("the grace period covers the shutdown", "too short", $"{Pod}/terminationGracePeriodSeconds", 34),
        Drop("the grace period covers the shutdown", "unheard", $"{Program}/lifecycle"),
        Configure("the grace period covers the shutdown", "SHUTDOWN_TIMEOUT", "41s"),
        Set("probes ask what the host serves for them", "another path", $"{Program}/livenessProbe/httpGet/path", "/readyz"),
        Set("probes ask what the host serves for them", "another port", $"{Program}/readinessProbe/httpGet/port", "metrics"),
        Set("probes ask what the host serves for them", "too short", $"{Program}/startupProbe/failureThreshold", 3),
        Drop("the collector is a native sidecar", "never starts", $"{Collector}/restartPolicy"),
        Set("the collector is a native sidecar", "needed", $"{Collector}/readinessProbe", new JsonObject()),
        new("the database is migrated by the job and by nobody else", "nothing", each => Put(each.Job, $"{Program}/args/0", "serve")),
        new("the database is migrated by the job and by nobody else", "another", each => Put(each.Job, $"{Program}/image", "old:1")),
        Configure("the database is migrated by the job and by nobody else", "MIGRATE_ON_START", "true"),
        Configure("all pods together have connections enough", "DB_MAX_CONNS", "16"),
        Of("all pods together have connections enough", "more", "HorizontalPodAutoscaler", each => Put(each, "spec/maxReplicas", 7)),
        Configure("ports are those that the service listens on", "LISTEN_ADDR", ":8081"),
        Configure("ports are those that the service listens on", "METRICS_ADDR", "127.0.0.1:9464"),
        Configure("the metrics are found where they are served", "METRICS_ADDR", ":9465"),
        Of(
            "the Service leads to the server and to nothing else",
            "metrics",
            "Service",
            each => Put(each, "spec/ports/0/targetPort", "metrics")
        ),
        Of(
            "the Service leads to the server and to nothing else",
            "the job, too",
            "Service",
            each => each.At("spec/selector")!.AsObject().Remove("app.kubernetes.io/component")
        ),
        Network("what is not allowed is forbidden, in and out", "deny-by-default", "spec/podSelector/matchLabels", new JsonObject()),
        Network("what is not allowed is forbidden, in and out", "deny-by-default", "spec/policyTypes/1", "Ingress"),
        Network("what is not allowed is forbidden, in and out", "deny-by-default", "spec/ingress", new JsonArray(new JsonObject())),
        Network("in comes who calls and who measures", "procurement-server", "spec/ingress/0/from", new JsonArray()),
        Network("in comes who calls and who measures", "procurement-server", "spec/ingress/1/ports/0/port", 8080),
        Network("in comes who calls and who measures", "procurement", "spec/ingress", new JsonArray(new JsonObject())),
        Configure("out goes the server to what it is told of", "KAFKA_BROKERS", "kafka:9093"),
        Configure("out goes the server to what it is told of", "SMTP_PORT", "465"),
        Configure("out goes the server to what it is told of", "BANK_URL", "https://bank.example.com:8443"),
        Network("out goes the server to what it is told of", "procurement-server", "spec/egress/0/to", new JsonArray()),
        Network("out goes the server to what it is told of", "procurement-server", "spec/egress/0/ports/0/port", 22),
        Network("out goes the migration to the database", "procurement", "spec/egress/1/ports/0/port", 5433),
        Network("the internet is not the network around us", "procurement-server", "spec/egress/2/to/0/ipBlock/except/1", "10.0.0.0/9"),
        Configure("the program has nothing to complain of", "AUTH_ALGORITHMS", "HS256"),
        Configure("the program has nothing to complain of", "DB_MAX_CONNS", ""),
        new("every variable is set once, and read", "misspelt", each => Settings(each)["LISTEN_ADDRESS"] = ":8080"),
        new("every variable is set once, and read", "twice", each => Settings(each)["DATABASE_URL"] = "postgres://db/procurement"),
        Drop("secrets come from Secrets", "for all to read", $"{Program}/env/DATABASE_URL/valueFrom"),
        Set("secrets come from Secrets", "no secret", $"{Program}/env/DATABASE_URL/name", "LOG_LEVEL"),
        new("no secret is in the tree", "one", each => each.Documents.Add(new JsonObject { ["kind"] = "Secret" })),
        Configure("spans go to the collector beside the service", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"),
        Set("spans go to the collector beside the service", "another file", $"{Collector}/args/0", "--config=/etc/other.yaml"),
        Set("spans go to the collector beside the service", "another port", $"{Collector}/ports/0/containerPort", 13134),
    ];

    private static Breakage Set(string rule, string what, string path, JsonNode value) =>
        new(rule, what, manifests => Put(manifests.Deployment, path, value.DeepClone()));

    private static Breakage Drop(string rule, string what, string path) =>
        new(rule, what, manifests => Put(manifests.Deployment, path, null));

    private static Breakage Of(string rule, string what, string kind, Action<JsonObject> change) =>
        new(rule, what, manifests => change(manifests.Only(kind)));

    private static Breakage Network(string rule, string policy, string path, JsonNode value) =>
        new(rule, $"{policy} {path}", manifests => Put(manifests.Named("NetworkPolicy", policy), path, value.DeepClone()));

    /// <summary>Tells the program something else.</summary>
    private static Breakage Configure(string rule, string name, string value) =>
        new(rule, $"{name} {value}", manifests => Settings(manifests)[name] = value);

    private static JsonObject Settings(Manifests manifests) =>
        manifests.Named("ConfigMap", manifests.Deployment.Text($"{Program}/envFrom/0/configMapRef/name")!).At("data")!.AsObject();

    /// <summary>Puts a value where a path leads; null takes away what is there, which must be something.</summary>
    private static void Put(JsonObject document, string path, JsonNode? value)
    {
        var (parent, last) = (document.At(path[..path.LastIndexOf('/')]), path[(path.LastIndexOf('/') + 1)..]);
        if (parent is JsonArray list)
            list[int.Parse(last, CultureInfo.InvariantCulture)] = value;
        else if (value is not null)
            parent!.AsObject()[last] = value;
        else
            Assert.That(parent!.AsObject().Remove(last), $"There is no {path}.");
    }
}
