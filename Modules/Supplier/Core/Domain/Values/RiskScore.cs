namespace Procurement.Supplier.Domain;

/// <summary>How risky it is to deal with a supplier: 0 is safe, 100 is the worst.</summary>
internal readonly record struct RiskScore : IFacts
{
    public const int Worst = 100;
    public const int WorstAcceptable = 40;

    public static Facts Facts { get; } =
        new()
        {
            Min = 0,
            Max = Worst,
            Example = 12L,
        };

    private RiskScore(int value) => Value = value;

    public int Value { get; }

    public bool IsAcceptable => Value <= WorstAcceptable;

    public static Result<RiskScore> Parse(int? value) =>
        value switch
        {
            null => Error.Invalid("INVALID_RISK_SCORE", "is required"),
            < 0 or > Worst => Error.Invalid("INVALID_RISK_SCORE", $"must be from 0 to {Worst}"),
            { } score => new RiskScore(score),
        };
}
