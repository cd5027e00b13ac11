namespace Deployment.Tests.Kubernetes.Rendering;

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using TestKit;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

/// <summary>The documents that a folder of k8s renders to.</summary>
internal sealed class Manifests
{
    private static readonly ConcurrentDictionary<string, Task<string>> Rendered = new();
    private static readonly IDeserializer Reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer ToJson = new SerializerBuilder().JsonCompatible().Build();

    private Manifests(IReadOnlyList<JsonObject> documents) => Documents = [.. documents];

    /// <summary>All overlays, by their folders.</summary>
    public static IReadOnlyList<string> Overlays { get; } =
    [.. Directory.GetDirectories(Folder("overlays")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    public List<JsonObject> Documents { get; }

    public JsonObject Deployment => Only("Deployment");

    public JsonObject Job => Only("Job");

    /// <summary>The specifications of all pods that come of them.</summary>
    public IEnumerable<JsonObject> Pods => [Pod(Deployment), Pod(Job)];

    /// <summary>A folder of k8s.</summary>
    public static string Folder(string path) => Path.Combine(EnvironmentFile.Root, "k8s", path);

    /// <summary>What an overlay renders to, a copy for each caller; the test is skipped, with the reason, where there is no kubectl.</summary>
    public static Task<Manifests> Overlay(string name) => Render($"overlays/{name}");

    /// <summary>The topics that belong to an overlay.</summary>
    public static Task<Manifests> Topics(string overlay) => Render($"kafka/{overlay}");

    public IEnumerable<JsonObject> All(string kind) => Documents.Where(each => each.Text("kind") == kind);

    public JsonObject Only(string kind) =>
        All(kind).ToList() is [var only] ? only : throw new InvalidOperationException($"There is not one {kind}.");

    public JsonObject Named(string kind, string name) => All(kind).Single(each => each.Text("metadata/name") == name);

    /// <summary>The specification of a workload's pods.</summary>
    public static JsonObject Pod(JsonObject workload) => workload.At("spec/template/spec")!.AsObject();

    /// <summary>All containers of a pod, sidecars among them.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject pod) => [.. pod.Items("initContainers"), .. pod.Items("containers")];

    /// <summary>Everything that a container is told, each as often as it is told: the value, or null for one that is kept in a Secret.</summary>
    public IEnumerable<(string Name, string? Value)> Variables(JsonObject container)
    {
        foreach (var source in container.Items("envFrom"))
        foreach (var (name, value) in Named("ConfigMap", source.Text("configMapRef/name")!).At("data")!.AsObject())
            yield return (name, $"{value}");
        foreach (var variable in container.Items("env"))
        {
            var (map, key) = (variable.Text("valueFrom/configMapKeyRef/name"), variable.Text("valueFrom/configMapKeyRef/key"));
            var value = map is null ? variable.Text("value") : $"{Named("ConfigMap", map).At("data")![key!]}";
            yield return (variable.Text("name")!, variable.At("valueFrom/secretKeyRef") is null ? value ?? "" : null);
        }
    }

    /// <summary>The documents of a YAML text.</summary>
    public static IEnumerable<JsonObject> Parse(string text)
    {
        var yaml = new Parser(new StringReader(text));
        yaml.Consume<StreamStart>();
        while (yaml.Accept<DocumentStart>(out _))
            yield return JsonNode.Parse(ToJson.Serialize(Reader.Deserialize(yaml)))!.AsObject();
    }

    private static async Task<Manifests> Render(string path)
    {
        Kubectl.Need();
        return new Manifests([.. Parse(await Rendered.GetOrAdd(path, Kubectl.Render))]);
    }
}

/// <summary>Ways through a document.</summary>
internal static class Nodes
{
    /// <summary>
    /// The node at a path such as <c>spec/containers/0/name</c>; a list is entered by number or by the <c>name</c> of an item. Null when there
    /// is none.
    /// </summary>
    public static JsonNode? At(this JsonNode? node, string path) =>
        path.Split('/')
            .Aggregate(
                node,
                (at, step) =>
                    at switch
                    {
                        JsonArray list when int.TryParse(step, CultureInfo.InvariantCulture, out var number) => number < list.Count
                            ? list[number]
                            : null,
                        JsonArray list => list.FirstOrDefault(item => item.Text("name") == step),
                        JsonObject members => members[step],
                        _ => null,
                    }
            );

    public static string? Text(this JsonNode? node, string path) => node.At(path)?.ToString();

    public static int? Number(this JsonNode? node, string path) => node.At(path) is JsonValue value ? value.GetValue<int>() : null;

    /// <summary>The items of a list; none when it is left out.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, string path) =>
        (node.At(path) as JsonArray ?? []).Select(item => item!.AsObject());

    /// <summary>Whether the first holds every label of the second, which is not empty.</summary>
    public static bool Holds(this JsonNode? labels, JsonNode? selector) =>
        selector is JsonObject { Count: > 0 } wanted && wanted.All(each => $"{labels?[each.Key]}" == $"{each.Value}");
}
