namespace Architecture.Tests;

/// <summary>Which modules' Contracts a module may use. Data: a new module, or a new acquaintance, is a line here and an ADR (ADR 0008).</summary>
internal sealed record ModuleMap(IReadOnlyDictionary<string, ModuleMap.Row> Rows)
{
    /// <param name="Uses">Whose Contracts it uses, whatever is in them.</param>
    /// <param name="EventsOf">Against the direction of the map: of their Contracts it uses nothing but the records of events.</param>
    internal sealed record Row(string[] Uses, string[] EventsOf);

    public static readonly ModuleMap Real = Of(
        ("Supplier", [], []),
        ("Purchasing", ["Supplier"], ["Invoicing"]),
        ("Invoicing", ["Purchasing", "Supplier"], [])
    );

    public static ModuleMap Of(params (string Module, string[] Uses, string[] EventsOf)[] rows) =>
        new(rows.ToDictionary(row => row.Module, row => new Row(row.Uses, row.EventsOf)));
}
