namespace Deployment.Tests.Compose;

using System.Diagnostics;
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

        await Judge("nginx", "-e", "stderr", "-t", "-p", work.FullName, "-c", config);
    }

    [Test]
    public async Task Prometheus_takes_its_configuration_with_what_is_mounted_beside_it()
    {
        foreach (var mount in ComposeFile.Read().Services["prometheus"].Volumes.Select(volume => volume.Split(':')))
            File.Copy(ComposeFile.Path(mount[0]), Path.Combine(work.FullName, Path.GetFileName(mount[1])));

        await Judge("promtool", "check", "config", Path.Combine(work.FullName, "prometheus.yml"));
    }

    [Test]
    public async Task The_collector_takes_its_configuration()
    {
        var packed = ComposeFile.Path("../shared/bin/otelcol.xz");
        if (!File.Exists(packed))
        {
            Assert.That(Directory.Exists(Path.GetDirectoryName(packed)), Is.False, $"There is no {packed}.");
            Assert.Ignore("There is no collector to test with.");
        }
        var collector = Path.Combine(work.FullName, "otelcol");
        await Judge("bash", "-c", "xz -dc \"$1\" >\"$2\" && chmod +x \"$2\"", "bash", packed, collector);

        await Judge(collector, "validate", "--config", ComposeFile.Path("ops/compose/collector.yaml"));
    }

    private static async Task Judge(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find(program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var judge = Process.Start(start)!;
        var said = await Task.WhenAll(judge.StandardOutput.ReadToEndAsync(), judge.StandardError.ReadToEndAsync());
        await judge.WaitForExitAsync();
        Assert.That(judge.ExitCode, Is.Zero, string.Concat(said));
    }
}
