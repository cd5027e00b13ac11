namespace Deployment.Tests.Kubernetes.Rules;

using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Host;
using static Rule;

/// <summary>The program is told what it reads, once, and secrets are told by nobody but Secrets.</summary>
internal static class ConfigurationRules
{
    public static IEnumerable<Rule> All =>
        [
            OfPrograms("the program has nothing to complain of", Complete),
            OfPrograms("every variable is set once, and read", OnceAndRead),
            OfPrograms("secrets come from Secrets", Secrets),
            new("no secret is in the tree", manifests => manifests.All("Secret").Select(each => $"Secret {each.Text("metadata/name")}")),
            new("spans go to the collector beside the service", Spans),
        ];

    private static Rule OfPrograms(string name, Func<Manifests, JsonObject, IEnumerable<string>> complaints) =>
        new(name, manifests => manifests.Pods.SelectMany(pod => complaints(manifests, pod)));

    private static IEnumerable<string> Complete(Manifests manifests, JsonObject pod)
    {
        var env = new EnvironmentReader(ServerSettings.Variables(manifests, pod));
        Settings.Read(env);
        return env.Complaint is { } complaint ? [complaint] : [];
    }

    private static IEnumerable<string> OnceAndRead(Manifests manifests, JsonObject pod)
    {
        var names = Program(manifests, pod).Select(each => each.Name).ToList();
        return
        [
            .. names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"{group.Key} is set twice"),
            .. names.Except(ServerSettings.Known.Select(known => known.Name)).Select(name => $"{name} is read by nobody"),
        ];
    }

    private static IEnumerable<string> Secrets(Manifests manifests, JsonObject pod)
    {
        var secret = ServerSettings.Known.Where(known => known.Secret).Select(known => known.Name).ToHashSet();
        return Program(manifests, pod)
            .Where(each => secret.Contains(each.Name) != each.Value is null)
            .Select(each => $"{each.Name} is {(each.Value is null ? "no secret" : "for all to read")}");
    }

    private static IEnumerable<string> Spans(Manifests manifests)
    {
        var pod = Manifests.Pod(manifests.Deployment);
        var collector = pod.At("initContainers/collector")!.AsObject();
        var own = SidecarConfiguration.Of(manifests);
        var tracing = ServerSettings.Read(manifests).Host.Tracing;
        return
        [
            .. Demand(
                tracing is { IsGrpc: true } && tracing.Endpoint?.Authority == own.Text("receivers/otlp/protocols/grpc/endpoint"),
                "the service sends them elsewhere"
            ),
            .. Demand(tracing.Endpoint?.IsLoopback is true, "others may send spans, too"),
            .. Demand(own.Text("exporters/otlp/endpoint") == "${env:GATEWAY}", "the overlay's gateway is not asked"),
            .. Demand(SidecarConfiguration.Gateway(manifests).Split(':') is [{ Length: > 0 }, { Length: > 0 }], "there is no gateway"),
            .. Demand(
                own.Text("extensions/health_check/endpoint") == $"0.0.0.0:{collector.Text("ports/health/containerPort")}",
                "its probes ask another port"
            ),
        ];
    }

    private static IEnumerable<(string Name, string? Value)> Program(Manifests manifests, JsonObject pod) =>
        manifests.Variables(pod.At("containers/procurement")!.AsObject());
}
