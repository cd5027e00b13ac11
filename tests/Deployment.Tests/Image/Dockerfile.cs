namespace Deployment.Tests.Image;

using System.Text.Json;
using TestKit;

/// <summary>The instructions of the Dockerfile, one on each line.</summary>
internal static class Dockerfile
{
    public static IReadOnlyList<string> Lines { get; } =
    [.. File.ReadLines(Path.Combine(EnvironmentFile.Root, "Dockerfile")).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>What stands behind an instruction, everywhere that it is given.</summary>
    public static IReadOnlyList<string> All(string instruction) =>
        [
            .. Lines
                .Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal))
                .Select(line => line[(instruction.Length + 1)..]),
        ];

    /// <summary>What is copied into the build before the first command is run.</summary>
    public static IReadOnlyList<string> RestoreLayer { get; } =
    [
        .. Lines
            .TakeWhile(line => !line.StartsWith("RUN ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]),
    ];

    /// <summary>The words of a command that is written as a list.</summary>
    public static string[] Words(string command) => JsonSerializer.Deserialize<string[]>(command[command.IndexOf('[')..])!;
}
