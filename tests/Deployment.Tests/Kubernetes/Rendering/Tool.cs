namespace Deployment.Tests.Kubernetes.Rendering;

using System.Diagnostics;
using TestKit;

/// <summary>Programs that judge what we ship.</summary>
internal static class Tool
{
    /// <summary>The folder with the judges that no package brings; see <see cref="Judge"/>.</summary>
    private static readonly string Judges = Path.GetFullPath(Path.Combine(EnvironmentFile.Root, "..", "shared", "bin"));

    /// <summary>Skips the test, with the reason, where a program is not installed.</summary>
    public static void Need(string program, string from)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            Assert.Ignore($"There is no {program} here ({from}).");
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
