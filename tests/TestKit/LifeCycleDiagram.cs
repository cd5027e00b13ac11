namespace TestKit;

using System.Text;
using Procurement.BuildingBlocks;

/// <summary>The life cycle of an aggregate as the documentation shows it.</summary>
public static class LifeCycleDiagram
{
    /// <summary>Path of the page, from the root.</summary>
    public const string Page = "docs/life-cycles.md";

    /// <summary>
    /// A Mermaid state diagram with one arrow for each command, state before and state after. Commands that lead nowhere stand below it, on
    /// one line for all that are legal in the same states.
    /// </summary>
    public static string Of<TStatus>(LifeCycle<TStatus> cycle)
        where TStatus : struct, Enum
    {
        var diagram = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        foreach (var first in cycle.First)
            diagram.Append("    [*] --> ").Append(first).Append('\n');
        foreach (var row in cycle)
        foreach (var from in row.From)
        foreach (var to in row.To)
            diagram.Append("    ").Append(from).Append(" --> ").Append(to).Append(" : ").Append(row.Command).Append('\n');
        foreach (var state in Enum.GetValues<TStatus>().Where(state => cycle.All(row => !row.From.Contains(state))))
            diagram.Append("    ").Append(state).Append(" --> [*]\n");
        diagram.Append("```");
        foreach (var rows in cycle.Where(row => row.To.Count == 0).GroupBy(row => In(row.From), row => row.Command))
            diagram.Append("\n\n").Append(rows.Key).Append(", without a change of state: ").AppendJoin(", ", rows).Append('.');
        return diagram.ToString();
    }

    /// <summary>The page as it is.</summary>
    public static string Read() => File.ReadAllText(Path.Combine(EnvironmentFile.Root, Page));

    private static string In<TStatus>(IReadOnlyList<TStatus> states)
        where TStatus : struct, Enum
    {
        var others = Enum.GetValues<TStatus>().Except(states).ToList();
        return others.Count == 0 ? "In every state"
            : others.Count < states.Count ? $"In every state but {string.Join(" and ", others)}"
            : $"In {string.Join(" and ", states)}";
    }
}
