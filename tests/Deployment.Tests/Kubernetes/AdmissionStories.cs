namespace Deployment.Tests.Kubernetes;

using System.Text.Json.Nodes;
using Deployment.Tests.Kubernetes.Rendering;

/// <summary>A real API server, in namespaces under the restricted Pod Security Standard, takes what we ship and refuses what breaks it.</summary>
internal sealed class AdmissionStories
{
    private static readonly IEnumerable<string> Overlays = Manifests.Overlays;

    private ApiServer server = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        server = await ApiServer.Start();
        // The standard holds from the first pod on, whatever the overlays say of their namespaces.
        foreach (var overlay in Overlays)
            Assert.That((await server.Apply(Restricted(await Space(overlay)))).Code, Is.Zero);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    [TestCaseSource(nameof(Overlays))]
    public async Task Takes_an_overlay(string overlay)
    {
        var (code, said) = await server.Apply(Manifests.Folder($"overlays/{overlay}"));

        Assert.That(code, Is.Zero, said);
        // Of a Deployment's or Job's pods it would only warn.
        Assert.That(said, Does.Not.Contain("Warning"));
        var kept = await server.Get("namespace", await Space(overlay), "");
        Assert.That($"{kept.At("metadata/labels")!["pod-security.kubernetes.io/enforce"]}", Is.EqualTo("restricted"));
    }

    /// <summary>The first step of a release, as the README has it, brings the job and its settings, and leaves the pods that serve alone.</summary>
    [Test]
    public async Task Migrates_before_it_rolls()
    {
        const string selector = "app.kubernetes.io/component!=server";
        Assert.That(
            await File.ReadAllTextAsync(Manifests.Folder("README.md")),
            Does.Contain($"kubectl apply -k k8s/overlays/production -l {selector}\n")
        );

        var (code, said) = await server.Apply(Manifests.Folder("overlays/production"), "-l", selector, "--dry-run=server", "--output=name");

        Assert.That(code, Is.Zero, said);
        var kinds = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split(['/', '.'])[0]).Distinct();
        Assert.That(kinds, Is.EquivalentTo(new[] { "namespace", "serviceaccount", "configmap", "job", "networkpolicy" }));
    }

    /// <summary>Pods are judged when they are made, and here nobody makes them of a Deployment or a Job.</summary>
    [TestCaseSource(nameof(Overlays))]
    public async Task Takes_the_pods(string overlay)
    {
        foreach (var pod in (await Manifests.Overlay(overlay)).Pods)
        {
            var (code, said) = await server.Apply(Bare(pod, await Space(overlay)));
            Assert.That(code, Is.Zero, said);
        }
    }

    /// <summary>Nothing that we wrote was dropped or turned into something else on the way.</summary>
    [Test]
    public async Task Keeps_what_we_wrote()
    {
        var wanted = Manifests.Pod((await Manifests.Overlay("production")).Deployment);
        var bare = Bare(wanted, await Space("production"), "kept");
        Assert.That((await server.Apply(bare)).Code, Is.Zero);

        var kept = await server.Get("pod", "kept", await Space("production"));

        Assert.That(kept.Text("spec/containers/procurement/lifecycle/preStop/sleep/seconds"), Is.EqualTo("5"));
        Assert.That(kept.Text("spec/initContainers/collector/restartPolicy"), Is.EqualTo("Always"));
        Assert.That(kept.Text("spec/terminationGracePeriodSeconds"), Is.EqualTo(wanted.Text("terminationGracePeriodSeconds")));
    }

    [Test]
    public Task Refuses_a_misspelt_field() =>
        IsRefused(pod => pod.At("containers/procurement")!.AsObject()["redinessProbe"] = new JsonObject(), "redinessProbe");

    [Test]
    public Task Refuses_a_value_of_another_kind() =>
        IsRefused(pod => pod["terminationGracePeriodSeconds"] = "forty-five", "terminationGracePeriodSeconds");

    /// <summary>This server refuses them to everybody, before the standard is asked.</summary>
    [Test]
    public Task Refuses_a_privileged_container() =>
        IsRefused(
            pod => pod.At("containers/procurement/securityContext")!.AsObject()["privileged"] = true,
            "containers[0].securityContext.privileged: Forbidden"
        );

    [Test]
    public Task Refuses_a_container_that_may_be_root() =>
        IsRefused(pod => pod["securityContext"]!.AsObject().Remove("runAsNonRoot"), """violates PodSecurity "restricted""");

    [Test]
    public Task Refuses_a_sidecar_with_capabilities() =>
        IsRefused(
            pod => pod.At("initContainers/collector/securityContext")!.AsObject().Remove("capabilities"),
            """violates PodSecurity "restricted"""
        );

    private async Task IsRefused(Action<JsonObject> change, string reason)
    {
        var pod = Manifests.Pod((await Manifests.Overlay("production")).Deployment);
        change(pod);

        var (code, said) = await server.Apply(Bare(pod, await Space("production"), "refused"));

        Assert.That(code, Is.Not.Zero);
        Assert.That(said, Does.Contain(reason));
    }

    private static async Task<string> Space(string overlay) => (await Manifests.Overlay(overlay)).Only("Namespace").Text("metadata/name")!;

    private static JsonObject Restricted(string space) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject
            {
                ["name"] = space,
                ["labels"] = new JsonObject { ["pod-security.kubernetes.io/enforce"] = "restricted" },
            },
        };

    private static JsonObject Bare(JsonObject pod, string space, string? name = null) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name ?? pod.Text("containers/procurement/args/0"), ["namespace"] = space },
            ["spec"] = pod.DeepClone(),
        };
}
