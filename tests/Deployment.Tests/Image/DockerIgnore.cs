namespace Deployment.Tests.Image;

using TestKit;

/// <summary>Which files are sent to the build: .dockerignore in the three shapes of line that it holds itself to.</summary>
internal static class DockerIgnore
{
    public static IReadOnlyList<string> Lines { get; } =
    [.. File.ReadLines(Path.Combine(EnvironmentFile.Root, ".dockerignore")).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>Whether a file is sent; the last line that speaks of it decides.</summary>
    public static bool Sends(string file)
    {
        var sent = true;
        foreach (var line in Lines)
            if (line == "*")
                sent = false;
            else if (line[0] == '!')
                sent |= file == line[1..] || file.StartsWith(line[1..] + "/", StringComparison.Ordinal);
            else if (file.Split('/').Any(part => Matches(part, line["**/".Length..])))
                sent = false;
        return sent;
    }

    private static bool Matches(string part, string pattern) =>
        pattern[0] == '*' ? part.EndsWith(pattern[1..], StringComparison.Ordinal) : part == pattern;
}
