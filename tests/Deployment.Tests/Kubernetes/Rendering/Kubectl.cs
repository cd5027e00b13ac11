namespace Deployment.Tests.Kubernetes.Rendering;

using System.Globalization;
using System.Text.Json.Nodes;

/// <summary>The client of Kubernetes, which also renders.</summary>
internal static class Kubectl
{
    /// <summary>The first that can ask for strict validation and for all that our overlays use (its number after 1).</summary>
    private const int Oldest = 27;

    private static readonly Lazy<Task<int>> Version = new(FindVersion);

    /// <summary>Skips the test, with the reason, where there is none or one that is too old.</summary>
    public static void Need()
    {
        Programs.Find("kubectl", "ops/kubectl.sh fetches one");
        if (Version.Value.GetAwaiter().GetResult() < Oldest)
            Assert.Ignore($"The kubectl here is older than 1.{Oldest} (ops/kubectl.sh fetches another).");
    }

    /// <summary>What a folder of k8s renders to; it must do so without a warning.</summary>
    public static async Task<string> Render(string path)
    {
        var (code, output, error) = await Programs.Run("kubectl", ["kustomize", Manifests.Folder(path)]);
        Assert.That((code, error), Is.EqualTo((0, "")), path);
        return output;
    }

    private static async Task<int> FindVersion()
    {
        var (_, output, _) = await Programs.Run("kubectl", ["version", "--client", "--output=json"]);
        // Some vendors write "32+".
        return int.Parse(JsonNode.Parse(output).Text("clientVersion/minor")!.TrimEnd('+'), CultureInfo.InvariantCulture);
    }
}
