namespace Architecture.Tests.Rules;

/// <summary>All rules by number. Seven, the surface of Contracts against its approved files, needs files to approve first.</summary>
internal static class AllRules
{
    public static readonly IReadOnlyList<Rule> InOrder =
    [
        ReferenceRules.Table,
        ReferenceRules.Map,
        ReferenceRules.CoreAssemblies,
        ShapeRules.Surface,
        LayerRules.Core,
        ShapeRules.Contracts,
        LayerRules.Adapters,
        ShapeRules.UseCases,
        CompositionRules.Composition,
        CompositionRules.State,
        TextRules.Schemas,
        TextRules.Tidiness,
        FolderRules.Circles,
    ];
}
