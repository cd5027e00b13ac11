namespace Procurement.Supplier.Adapters.Http;

using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;

/// <summary>What a list of suppliers may be asked for.</summary>
internal static class SupplierFilters
{
    private static readonly QueryParameter<SupplierStatus?> Status = OneOf<SupplierStatus>("status", "Suppliers in this state.");

    private static readonly QueryParameter<CodePrefix?> Code = Value(
        "code",
        "Suppliers whose code begins so; blanks and letter case do not count.",
        CodePrefix.Parse
    );

    private static readonly QueryParameter<string> Name = Text(
        "name",
        "Suppliers whose legal name begins so; letter case does not count.",
        LegalName.Facts
    );

    private static readonly QueryParameter<Country?> InCountry = Value("country", "Suppliers in this country.", Country.Parse);

    private static readonly QueryParameter<RiskScore?> MinRisk = Value(
        "min_risk_score",
        "Suppliers with this risk score or a higher one.",
        Score
    );

    private static readonly QueryParameter<RiskScore?> MaxRisk = Value(
        "max_risk_score",
        "Suppliers with this risk score or a lower one.",
        Score
    );

    private static readonly QueryParameter<Day?> DocumentExpiresBefore = Value(
        "document_expires_before",
        "Suppliers with a document that is no longer valid on this day.",
        Day.Parse
    );

    public static QueryParameter[] All => [Status, Code, Name, InCountry, MinRisk, MaxRisk, DocumentExpiresBefore];

    public static SupplierFilter Read(ListQuery query) =>
        new()
        {
            Status = query.Get(Status),
            CodePrefix = query.Get(Code)?.Value,
            NamePrefix = query.Get(Name),
            Country = query.Get(InCountry),
            MinRiskScore = query.Get(MinRisk),
            MaxRiskScore = query.Get(MaxRisk),
            DocumentExpiresBefore = query.Get(DocumentExpiresBefore)?.Date,
            Limit = query.Limit,
            After = query.After,
        };

    private static Result<RiskScore> Score(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var score)
            ? RiskScore.Parse(score)
            : Error.Invalid(Problems.Malformed, $"must be a whole number from 0 to {RiskScore.Worst}");
}
