namespace Deployment.Tests.Compose;

using System.Text.RegularExpressions;

/// <summary>The files that compose.yaml mounts, judged by the programs that will read them; each test is skipped where its judge is missing.</summary>
internal sealed class JudgeTests
{
    private DirectoryInfo work = null!;

    [SetUp]
    public void MakeFolder() => work = Directory.CreateTempSubdirectory("procurement-compose-");

    [TearDown]
    public void DeleteFolder() => work.Delete(recursive: true);

    [Test]
    public async Task Nginx_takes_its_configuration()
    {
        var text = await File.ReadAllTextAsync(ComposeFile.Path("ops/compose/nginx.conf"));
        var config = Path.Combine(work.FullName, "nginx.conf");
        // It asks for the addresses of these names at once, and makes its folders.
        await File.WriteAllTextAsync(config, Regex.Replace(text, @"procurement-\d:", "127.0.0.1:").Replace("/tmp/", $"{work.FullName}/"));

        await Programs.Done("nginx", ["-e", "stderr", "-t", "-p", work.FullName, "-c", config]);
    }

    [Test]
    public async Task Prometheus_takes_its_configuration_with_what_is_mounted_beside_it()
    {
        foreach (var mount in ComposeFile.Read().Services["prometheus"].Volumes.Select(volume => volume.Split(':')))
            File.Copy(ComposeFile.Path(mount[0]), Path.Combine(work.FullName, Path.GetFileName(mount[1])));

        await Programs.Done("promtool", ["check", "config", Path.Combine(work.FullName, "prometheus.yml")]);
    }

    [Test]
    public async Task The_collector_takes_its_configuration()
    {
        var collector = await Programs.Collector(work);

        await Programs.Done(collector, ["validate", "--config", ComposeFile.Path("ops/compose/collector.yaml")]);
    }
}
