namespace Deployment.Tests.Kubernetes.Rules;

using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;
using static Rule;

/// <summary>The restricted Pod Security Standard, field by field, and what we demand beyond it.</summary>
internal static class PodSecurityRules
{
    private const string User = "65532";

    private static readonly string[] HarmlessVolumes = ["configMap", "emptyDir", "projected", "secret"];
    private static readonly string[] OwnFields = ["allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem"];

    public static IEnumerable<Rule> All =>
        [
            OfPods("pods share nothing with their node", SharesNothing),
            OfPods("volumes hold nothing of the node, and no more than they may", Volumes),
            OfPods("nobody is root", NobodyIsRoot),
            OfPods(
                "the system calls are those of the runtime's default",
                pod => Is(pod, "securityContext/seccompProfile/type", "RuntimeDefault")
            ),
            OfContainers("no container has rights of its own", Privileges),
            OfContainers("the file system is read-only", container => Is(container, "securityContext/readOnlyRootFilesystem", "true")),
            OfPods("there is room for temporary files", TemporaryFiles),
            OfPods("pods know nothing of the cluster", KnowsNothing),
            OfContainers("every container has its share and its limit", Resources),
            OfContainers("images come from our registry, in a version", Image),
        ];

    private static Rule OfPods(string name, Func<JsonObject, IEnumerable<string>> complaints) =>
        new(name, manifests => manifests.Pods.SelectMany(complaints));

    private static Rule OfContainers(string name, Func<JsonObject, IEnumerable<string>> complaints) =>
        new(
            name,
            manifests =>
                manifests
                    .Pods.SelectMany(Manifests.Containers)
                    .SelectMany(container => complaints(container).Select(complaint => $"{container.Text("name")}: {complaint}"))
        );

    private static IEnumerable<string> Is(JsonNode node, string path, string expected) =>
        Demand(node.Text(path) == expected, $"{path} is {node.Text(path) ?? "missing"}");

    private static IEnumerable<string> SharesNothing(JsonObject pod) =>
        [
            .. new[] { "hostNetwork", "hostPID", "hostIPC", "hostUsers", "shareProcessNamespace" }.Where(pod.ContainsKey),
            .. Manifests
                .Containers(pod)
                .SelectMany(container => container.Items("ports"))
                .Where(port => port.ContainsKey("hostPort") || port.ContainsKey("hostIP"))
                .Select(port => $"port {port.Text("name")}"),
        ];

    private static IEnumerable<string> Volumes(JsonObject pod) =>
        pod.Items("volumes")
            .Where(volume =>
                !volume.All(member => member.Key == "name" || HarmlessVolumes.Contains(member.Key))
                || (volume.ContainsKey("emptyDir") && volume.At("emptyDir/sizeLimit") is null)
            )
            .Select(volume => $"volume {volume.Text("name")}");

    /// <summary>Containers have no say in it: see <see cref="Privileges"/>.</summary>
    private static IEnumerable<string> NobodyIsRoot(JsonObject pod) =>
        [
            .. Is(pod, "securityContext/runAsNonRoot", "true"),
            .. Is(pod, "securityContext/runAsUser", User),
            .. Is(pod, "securityContext/runAsGroup", User),
        ];

    private static IEnumerable<string> Privileges(JsonObject container) =>
        [
            .. (container.At("securityContext") as JsonObject ?? []).Select(member => member.Key).Except(OwnFields),
            .. Is(container, "securityContext/allowPrivilegeEscalation", "false"),
            .. Demand(
                container.At("securityContext/capabilities")?.ToJsonString() == """{"drop":["ALL"]}""",
                "capabilities are not dropped, all of them"
            ),
        ];

    private static IEnumerable<string> TemporaryFiles(JsonObject pod)
    {
        var mount = pod.At("containers/procurement/volumeMounts/tmp");
        return Demand(mount.Text("mountPath") == "/tmp" && pod.At("volumes/tmp/emptyDir") is not null, "/tmp cannot be written");
    }

    private static IEnumerable<string> KnowsNothing(JsonObject pod) =>
        [.. Is(pod, "automountServiceAccountToken", "false"), .. Is(pod, "enableServiceLinks", "false")];

    private static IEnumerable<string> Resources(JsonObject container) =>
        [
            .. new[] { "requests/cpu", "requests/memory", "limits/cpu", "limits/memory" }.Where(path =>
                container.At($"resources/{path}") is null
            ),
            // Memory that was promised to nobody is taken away when it is needed.
            .. Is(container, "resources/requests/memory", container.Text("resources/limits/memory") ?? ""),
            .. container.Text("name") == "procurement"
                ? Is(container, "resources/limits/memory", "256Mi").Concat(Is(container, "resources/limits/cpu", "500m"))
                : [],
        ];

    private static IEnumerable<string> Image(JsonObject container)
    {
        var image = container.Text("image") ?? "";
        var name = image.Split('/')[^1];
        return Demand(
            image.StartsWith("registry.example.com/", StringComparison.Ordinal)
                && (name.Contains("@sha256:", StringComparison.Ordinal) || name.Contains(':'))
                && !name.EndsWith(":latest", StringComparison.Ordinal),
            $"image {image}"
        );
    }
}
