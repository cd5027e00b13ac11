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
