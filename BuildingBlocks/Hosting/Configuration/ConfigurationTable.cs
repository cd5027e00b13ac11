namespace Procurement.BuildingBlocks.Hosting.Configuration;

using System.Text;

/// <summary>Writes the documentation of variables as a Markdown table, so that a test can hold the page against the code.</summary>
public static class ConfigurationTable
{
    /// <summary>A heading and one row per variable, each line ended by a line feed. Values in force do not appear.</summary>
    public static string Render(IEnumerable<Variable> variables)
    {
        var table = new StringBuilder("| name | meaning | shape and unit | range | example | required when |\n|---|---|---|---|---|---|\n");
        foreach (var variable in variables)
        {
            Row(
                table,
                $"`{variable.Name}`",
                variable.Meaning,
                variable.Secret ? $"{variable.Shape}; secret" : variable.Shape,
                variable.Range,
                $"`{variable.Example}`",
                variable.RequiredWhen
            );
        }
        return table.ToString();
    }

    private static void Row(StringBuilder table, params ReadOnlySpan<string> cells)
    {
        table.Append('|');
        foreach (var cell in cells)
            table.Append(' ').Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");
        table.Append('\n');
    }
}
