namespace TestKit;

/// <summary>The working sets of configuration under env/.</summary>
public static class EnvironmentFile
{
    /// <summary>Variables by name.</summary>
    /// <param name="name">File name without the ending: development or test.</param>
    public static Dictionary<string, string> Load(string name) =>
        File.ReadLines(Path.Combine(Root, "env", $"{name}.env"))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Procurement.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Procurement.sln is not above the tests.");
        return folder;
    }
}
