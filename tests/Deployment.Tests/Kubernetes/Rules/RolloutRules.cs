namespace Deployment.Tests.Kubernetes.Rules;

using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;
using static Rule;

/// <summary>Pods come, serve and go without anybody noticing.</summary>
internal static class RolloutRules
{
    /// <summary>Of PostgreSQL's usual hundred those that are not kept for superusers.</summary>
    private const int DatabaseConnections = 97;

    /// <summary>From start to ready in half a CPU, as <c>make envelope</c> measured it (docs/performance.md), and as much again.</summary>
    private const int SlowestStartSeconds = 22;

    public static IEnumerable<Rule> All =>
        [
            new("there are two pods at least", TwoPods),
            new("a pod goes when another is ready", Rolling),
            new("pods are spread over nodes", Spread),
            new("nodes are drained one pod at a time", Disruption),
            new("the grace period covers the shutdown", Grace),
            new("probes ask what the host serves for them", Probes),
            new("the collector is a native sidecar", Sidecar),
            new("the database is migrated by the job and by nobody else", Migration),
            new("all pods together have connections enough", Connections),
        ];

    private static IEnumerable<string> TwoPods(Manifests manifests)
    {
        var replicas = manifests.Deployment.Number("spec/replicas");
        if (manifests.All("HorizontalPodAutoscaler").ToList() is not [var scaler])
            return Demand(replicas >= 2, $"replicas is {replicas}");
        return
        [
            // Otherwise each release undoes what the autoscaler did.
            .. Demand(replicas is null, "replicas is set beside an autoscaler"),
            .. Demand(
                scaler.Number("spec/minReplicas") >= 2 && scaler.Number("spec/maxReplicas") > scaler.Number("spec/minReplicas"),
                "the autoscaler's range"
            ),
            .. Demand(
                scaler.Text("spec/scaleTargetRef/kind") == "Deployment"
                    && scaler.Text("spec/scaleTargetRef/name") == manifests.Deployment.Text("metadata/name"),
                "the autoscaler scales something else"
            ),
            .. scaler
                .Items("spec/metrics")
                .Select(metric => metric.Text("containerResource/container"))
                .Where(name => Manifests.Pod(manifests.Deployment).At($"containers/{name}") is null)
                .Select(name => $"the autoscaler looks at {name}"),
        ];
    }

    private static IEnumerable<string> Rolling(Manifests manifests)
    {
        var strategy = manifests.Deployment.At("spec/strategy");
        return Demand(
            strategy.Text("type") == "RollingUpdate"
                && strategy.Number("rollingUpdate/maxUnavailable") == 0
                && strategy.Number("rollingUpdate/maxSurge") == 1,
            $"strategy is {strategy?.ToJsonString()}"
        );
    }

    private static IEnumerable<string> Spread(Manifests manifests)
    {
        var pods = manifests.Deployment.At("spec/template/metadata/labels");
        var constraints = Manifests.Pod(manifests.Deployment).Items("topologySpreadConstraints").ToList();
        return
        [
            .. Demand(
                constraints.Exists(each =>
                    each.Text("topologyKey") == "kubernetes.io/hostname" && each.Text("whenUnsatisfiable") == "DoNotSchedule"
                ),
                "two pods may be on one node"
            ),
            .. constraints
                .Where(each => !pods.Holds(each.At("labelSelector/matchLabels")))
                .Select(each => $"{each.Text("topologyKey")} counts other pods"),
        ];
    }

    private static IEnumerable<string> Disruption(Manifests manifests)
    {
        var budget = manifests.Only("PodDisruptionBudget");
        var selector = budget.At("spec/selector/matchLabels");
        return
        [
            .. Demand(budget.Number("spec/maxUnavailable") == 1, "more than one pod may go"),
            .. Demand(
                manifests.Deployment.At("spec/template/metadata/labels").Holds(selector)
                    && !manifests.Job.At("spec/template/metadata/labels").Holds(selector),
                "the budget counts other pods"
            ),
        ];
    }

    private static IEnumerable<string> Grace(Manifests manifests)
    {
        var pod = Manifests.Pod(manifests.Deployment);
        var before = pod.Number("containers/procurement/lifecycle/preStop/sleep/seconds");
        var needed = TimeSpan.FromSeconds(before ?? 0) + ServerSettings.Read(manifests).Host.ShutdownTimeout;
        return
        [
            .. Demand(before > 0, "load balancers have no time to notice"),
            .. Demand(
                pod.Number("terminationGracePeriodSeconds") >= needed.TotalSeconds,
                $"{pod.Number("terminationGracePeriodSeconds")} s are less than {needed}"
            ),
        ];
    }

    private static IEnumerable<string> Probes(Manifests manifests)
    {
        var server = Manifests.Pod(manifests.Deployment).At("containers/procurement");
        var startup = server.At("startupProbe");
        return
        [
            .. new[] { ("startupProbe", "/healthz"), ("livenessProbe", "/livez"), ("readinessProbe", "/readyz") }
                .Where(each =>
                    server.Text($"{each.Item1}/httpGet/path") != each.Item2 || server.Text($"{each.Item1}/httpGet/port") != "http"
                )
                .Select(each => each.Item1),
            .. Demand(
                startup.Number("periodSeconds") * startup.Number("failureThreshold") >= SlowestStartSeconds,
                "the service has no time to start"
            ),
        ];
    }

    private static IEnumerable<string> Sidecar(Manifests manifests)
    {
        var sidecars = Manifests.Pod(manifests.Deployment).Items("initContainers").ToList();
        return
        [
            .. Demand(sidecars is [{ } only] && only.Text("name") == "collector", "it is missing, or not alone"),
            .. sidecars.SelectMany(each =>
                Demand(each.Text("restartPolicy") == "Always", "the service would wait for it to end")
                    .Concat(Demand(each.At("startupProbe/httpGet") is not null, "the service would not wait for it to start"))
                    .Concat(Demand(each.At("readinessProbe") is null, "the service would be out of reach without it"))
            ),
        ];
    }

    private static IEnumerable<string> Migration(Manifests manifests)
    {
        var (server, job) = (Manifests.Pod(manifests.Deployment), Manifests.Pod(manifests.Job));
        return
        [
            .. Demand(Verb(server) == "serve", "the server does something else"),
            .. Demand(Verb(job) == "migrate" && job.Text("restartPolicy") == "Never", "the job does something else"),
            .. Demand(Image(server) == Image(job), "they are of two versions"),
            .. Demand(!ServerSettings.Read(manifests).Host.MigrateOnStart, "every pod migrates"),
        ];

        static string? Verb(JsonObject pod) => pod.At("containers/procurement/args") is JsonArray { Count: 1 } args ? $"{args[0]}" : null;
        static string? Image(JsonObject pod) => pod.Text("containers/procurement/image");
    }

    private static IEnumerable<string> Connections(Manifests manifests)
    {
        var most =
            manifests.All("HorizontalPodAutoscaler").FirstOrDefault().Number("spec/maxReplicas")
            ?? manifests.Deployment.Number("spec/replicas")
            ?? 1;
        var pods = most + manifests.Deployment.Number("spec/strategy/rollingUpdate/maxSurge") ?? 0;
        // The probes have one more, and so has the migration.
        var needed = pods * (ServerSettings.Read(manifests).Host.Pool.MaxConnections + 1) + 1;
        return Demand(needed <= DatabaseConnections, $"{pods} pods want {needed} connections");
    }
}
