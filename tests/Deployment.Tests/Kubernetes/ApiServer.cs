namespace Deployment.Tests.Kubernetes;

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;
using TestKit;

/// <summary>A real API server of Kubernetes, as long as tests run: it parses, admits and stores, and starts nothing.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly DirectoryInfo work;
    private readonly string kubeconfig;

    private ApiServer(DirectoryInfo work) => (this.work, kubeconfig) = (work, Path.Combine(work.FullName, "kubeconfig"));

    /// <summary>Starts one; the test is skipped, with the reason, where something for it is missing.</summary>
    public static async Task<ApiServer> Start()
    {
        Kubectl.Need();
        var script = Programs.Judge("apiserver");
        Programs.Find("etcd", "Debian: apt-get install etcd-server");
        Programs.Find("openssl", "Debian: apt-get install openssl");
        Programs.Find("curl", "Debian: apt-get install curl");
        Programs.Find("xz", "Debian: apt-get install xz-utils");
        var server = new ApiServer(Directory.CreateTempSubdirectory("procurement-kubernetes-"));
        // What it leaves running would hold on to our pipes: its output goes to a file.
        var start = new ProcessStartInfo(
            "bash",
            [
                "-c",
                "bash \"$1\" start \"$2\" \"$3\" >\"$2/start.log\" 2>&1 </dev/null",
                "bash",
                script,
                server.work.FullName,
                $"{FreePort.Find(3)}",
            ]
        );
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            var said = await File.ReadAllTextAsync(Path.Combine(server.work.FullName, "start.log"));
            await server.DisposeAsync();
            Assert.Fail($"The API server does not start: {said}");
        }
        return server;
    }

    /// <summary>Has it take everything that a folder of k8s renders to.</summary>
    public Task<(int Code, string Said)> Apply(string folder, params string[] options) =>
        Ask(["apply", "--server-side", "--validate=strict", "-k", folder, .. options]);

    /// <summary>Has it take a document.</summary>
    public Task<(int Code, string Said)> Apply(JsonObject document) =>
        Ask(["apply", "--server-side", "--validate=strict", "-f", "-"], document.ToJsonString());

    public async Task<JsonObject> Get(string kind, string name, string space)
    {
        var (code, said) = await Ask(["get", kind, name, "--namespace", space, "--output=json"]);
        Assert.That(code, Is.Zero, said);
        return JsonNode.Parse(said)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        // Asked to stop, it would wait for etcd, which goes with it.
        foreach (var file in new[] { "apiserver.pid", "etcd.pid" }.Select(name => Path.Combine(work.FullName, name)).Where(File.Exists))
            await End(int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture));
        work.Delete(recursive: true);
    }

    private static async Task End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            // It is no child of ours: where nobody takes note of its end it never seems to be over.
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (Exception e) when (e is ArgumentException or TimeoutException)
        {
            // It has ended by itself, or is as good as ended.
        }
    }

    private async Task<(int Code, string Said)> Ask(IEnumerable<string> arguments, string input = "")
    {
        var (code, output, error) = await Programs.Run("kubectl", [.. arguments, "--kubeconfig", kubeconfig], input);
        return (code, output + error);
    }
}
