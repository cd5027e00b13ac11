namespace Host.Tests.Routes;

using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>A value within a document.</summary>
/// <param name="Path">As problems name it: <c>line_items[0].sku</c>.</param>
internal sealed record JsonPlace(string Path, JsonValueKind Kind)
{
    /// <summary>Without where it stands.</summary>
    public string Member => Path[(Path.LastIndexOf('.') + 1)..];
}

/// <summary>Documents with one value changed.</summary>
internal static class JsonPlaces
{
    /// <summary>Every value within an object, however deep.</summary>
    public static IEnumerable<JsonPlace> Of(string json) =>
        Within(JsonNode.Parse(json)!).Select(node => new JsonPlace(PathOf(node), node.GetValueKind()));

    /// <summary>The document with another value in that place.</summary>
    public static string With(string json, string path, JsonNode value)
    {
        var root = JsonNode.Parse(json)!;
        Within(root).Single(node => PathOf(node) == path).ReplaceWith(value);
        return root.ToJsonString();
    }

    private static string PathOf(JsonNode node) => node.GetPath()[2..];

    private static IEnumerable<JsonNode> Within(JsonNode node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Within(member.Value!).Prepend(member.Value!)),
            JsonArray items => items.SelectMany(item => Within(item!).Prepend(item!)),
            _ => [],
        };
}
