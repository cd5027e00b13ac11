namespace Deployment.Tests;

/// <summary>Programs of the system that tests start.</summary>
internal static class Programs
{
    /// <summary>Where a program is; the test is skipped, with the reason, where it is not installed.</summary>
    public static string Find(string name)
    {
        // Debian keeps some where only root looks.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin");
        var found = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Ignore($"{name} is not installed.");
        return found!;
    }
}
