namespace Deployment.Tests.Kubernetes.Rules;

using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;

/// <summary>What the collector is told.</summary>
internal static class SidecarConfiguration
{
    /// <summary>Its file, as it stands in the pod.</summary>
    public static string Text(Manifests manifests)
    {
        var pod = Manifests.Pod(manifests.Deployment);
        var sidecar = pod.At("initContainers/collector");
        var map = manifests.Named("ConfigMap", pod.Text("volumes/collector/configMap/name")!);
        var file = pod.Items("volumes/collector/configMap/items").Single();
        var path = $"{sidecar.Text("volumeMounts/collector/mountPath")}/{file.Text("path")}";
        return sidecar.Text("args/0") == $"--config={path}" ? $"{map.At("data")![file.Text("key")!]}" : "";
    }

    public static JsonNode? Of(Manifests manifests) => Manifests.Parse(Text(manifests)).FirstOrDefault();

    /// <summary>Where it sends spans, <c>host:port</c>.</summary>
    public static string Gateway(Manifests manifests) =>
        manifests
            .Variables(Manifests.Pod(manifests.Deployment).At("initContainers/collector")!.AsObject())
            .Single(each => each.Name == "GATEWAY")
            .Value
        ?? "";
}
