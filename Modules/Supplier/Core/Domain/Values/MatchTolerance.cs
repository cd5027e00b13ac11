namespace Procurement.Supplier.Domain;

/// <summary>How far an invoice of this supplier may be from what was received, in basis points, in place of the general tolerance.</summary>
internal readonly record struct MatchTolerance : IFacts
{
    public const int Most = 1000;

    private MatchTolerance(int basisPoints) => BasisPoints = basisPoints;

    public static Facts Facts { get; } =
        new()
        {
            Description = "In basis points: 500 is 5 %.",
            Min = 0,
            Max = Most,
            Example = 500L,
        };

    public int BasisPoints { get; }

    public static Result<MatchTolerance> Parse(int basisPoints) =>
        basisPoints is < 0 or > Most
            ? Error.Invalid("INVALID_MATCH_TOLERANCE", $"must be from 0 to {Most}")
            : new MatchTolerance(basisPoints);
}
