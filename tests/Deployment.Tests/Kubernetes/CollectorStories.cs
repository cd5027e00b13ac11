namespace Deployment.Tests.Kubernetes;

using Deployment.Tests.Kubernetes.Rendering;
using Deployment.Tests.Kubernetes.Rules;

/// <summary>A real collector takes the configuration of the sidecar.</summary>
internal sealed class CollectorStories
{
    private static readonly IEnumerable<string> Overlays = Manifests.Overlays;

    private DirectoryInfo work = null!;
    private string collector = null!;

    [OneTimeSetUp]
    public async Task Unpack()
    {
        work = Directory.CreateTempSubdirectory("procurement-collector-");
        collector = await Programs.Collector(work);
    }

    [OneTimeTearDown]
    public void Remove() => work?.Delete(recursive: true);

    [TestCaseSource(nameof(Overlays))]
    public async Task Takes_what_it_is_told(string overlay)
    {
        var manifests = await Manifests.Overlay(overlay);

        Assert.That(await Judged(SidecarConfiguration.Text(manifests), SidecarConfiguration.Gateway(manifests)), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Refuses_what_it_does_not_know()
    {
        var text = SidecarConfiguration.Text(await Manifests.Overlay("production"));

        var (code, error) = await Judged(text.Replace("send_batch_size:", "batch_size:", StringComparison.Ordinal), "gateway:4317");

        Assert.That(code, Is.Not.Zero);
        Assert.That(error, Does.Contain("invalid keys: batch_size"));
    }

    private async Task<(int Code, string Error)> Judged(string configuration, string gateway)
    {
        var file = Path.Combine(work.FullName, "collector.yaml");
        await File.WriteAllTextAsync(file, configuration);
        var (code, _, error) = await Programs.Run(collector, ["validate", "--config", file], environment: ("GATEWAY", gateway));
        return (code, error);
    }
}
