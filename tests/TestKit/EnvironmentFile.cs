namespace TestKit;

/// <summary>The sets of variables in <c>env/</c>.</summary>
public static class EnvironmentFile
{
    /// <summary>The folder of the solution, found upwards from the test assembly.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Reads <c>env/NAME.env</c>: lines <c>KEY=VALUE</c>, blank ones and those that begin with <c>#</c> aside. The caller may change the copy.</summary>
    public static Dictionary<string, string> Load(string nameWithoutExtension) =>
        File.ReadLines(Path.Combine(Root, "env", nameWithoutExtension + ".env"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Procurement.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"Procurement.sln is not above {AppContext.BaseDirectory}.");
    }
}
