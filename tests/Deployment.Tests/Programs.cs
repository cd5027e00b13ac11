namespace Deployment.Tests;

using System.Diagnostics;
using TestKit;

/// <summary>Programs of the system that tests start, and those that judge what we ship.</summary>
internal static class Programs
{
    /// <summary>The folder with the judges that no package brings; see <see cref="Judge"/>.</summary>
    private static readonly string Judges = Path.GetFullPath(Path.Combine(EnvironmentFile.Root, "..", "shared", "bin"));

    /// <summary>Where a program is; the test is skipped, with the reason, where it is not installed.</summary>
    public static string Find(string name, string from = "Debian has it")
    {
        // Debian keeps some where only root looks. A path is found as it is.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");
        var found = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Ignore($"There is no {name} here ({from}).");
        return found!;
    }

    /// <summary>The path of a judge; the test is skipped, with the reason, where there are none.</summary>
    public static string Judge(string name)
    {
        if (!Directory.Exists(Judges))
            Assert.Ignore($"There is no ../shared/bin with {name} to test with.");
        var path = Path.Combine(Judges, name);
        Assert.That(File.Exists(path), $"There is no {path}.");
        return path;
    }

    /// <summary>A collector, unpacked into a folder; skipped where there is none.</summary>
    public static async Task<string> Collector(DirectoryInfo folder)
    {
        var (packed, collector) = (Judge("otelcol.xz"), Path.Combine(folder.FullName, "otelcol"));
        await Done("bash", ["-c", "xz -dc \"$1\" >\"$2\" && chmod +x \"$2\"", "bash", packed, collector]);
        return collector;
    }

    /// <summary>What a program prints that must succeed; skipped where it is not installed.</summary>
    public static async Task<string> Done(string program, IEnumerable<string> arguments, string input = "")
    {
        var (code, output, error) = await Run(Find(program), arguments, input);
        Assert.That(code, Is.Zero, output + error);
        return output;
    }

    /// <summary>What a program says to some input.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
