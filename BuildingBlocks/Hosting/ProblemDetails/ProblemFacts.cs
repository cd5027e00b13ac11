namespace Procurement.BuildingBlocks.Hosting.ProblemDetails;

internal sealed class ProblemType : IFacts
{
    public static Facts Facts { get; } =
        new() { Pattern = "^urn:procurement:problem:[a-z0-9-]+$", Example = "urn:procurement:problem:not-found" };
}

internal sealed class ProblemStatus : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Min = 400,
            Max = 599,
            Example = 404L,
        };
}

internal sealed class ProblemCode : IFacts
{
    public static Facts Facts { get; } = new() { Pattern = "^[A-Z][A-Z0-9_]+$", Example = "NOT_FOUND" };
}

internal sealed class Sentence : IFacts
{
    public static Facts Facts { get; } = new() { Fewest = 1, Example = "There is nothing under this path." };
}

internal sealed class RowIndex : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "Its place among those asked for, from 0.",
            Min = 0,
            Example = 0L,
        };
}

internal sealed class RowStatus : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "The HTTP status that the row alone would be answered with; 424 when it is good, but not made because of others.",
            Min = 201,
            Max = 599,
            Example = 201L,
        };
}

internal sealed class RowId : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "Of what was made.",
            Pattern = "^[a-z]+_[0-9a-f-]{36}$",
            Example = "po_019aba4e-7c00-7a3b-9d5e-0c4e6f1a2b3c",
        };
}
