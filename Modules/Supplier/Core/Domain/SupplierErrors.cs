namespace Procurement.Supplier.Domain;

internal static class SupplierErrors
{
    public static readonly Error NotFound = Error.NotFound("SUPPLIER_NOT_FOUND", "There is no such supplier.");

    public static readonly Error CodeTaken = Error.Conflict("SUPPLIER_CODE_TAKEN", "Another supplier has this code.") with
    {
        Fields = new Dictionary<string, string> { ["code"] = "is the code of another supplier" },
    };

    public static readonly Error SelfApproval = Error.Forbidden("SELF_APPROVAL_FORBIDDEN", "Who registered a supplier cannot approve it.");

    public static readonly Error RiskTooHigh = Error.Invalid(
        "RISK_TOO_HIGH",
        $"A supplier with a risk score above {RiskScore.WorstAcceptable} cannot be approved."
    ) with
    {
        Fields = new Dictionary<string, string> { ["risk_score"] = $"must be at most {RiskScore.WorstAcceptable} to approve" },
    };
}
