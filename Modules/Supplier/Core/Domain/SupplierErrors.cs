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

    public static readonly Error DocumentsMissing = Error.Invalid(
        "DOCUMENTS_MISSING",
        "A supplier cannot be approved without the documents that are required; `fields` says which."
    ) with
    {
        Fields = new Dictionary<string, string> { ["documents"] = "must be there and valid: every kind that is required to approve" },
    };

    /// <summary>As <see cref="RiskTooHigh"/>, where documents are missing too.</summary>
    public static readonly Error Unfit = RiskTooHigh with { Fields = RiskTooHigh.Fields.Concat(DocumentsMissing.Fields).ToDictionary() };

    public static readonly Error DocumentExpired = Error.Invalid("DOCUMENT_EXPIRED", "A document that has expired cannot be filed.") with
    {
        Fields = new Dictionary<string, string> { ["valid_until"] = "must not be in the past" },
    };

    public static readonly Error TooManyDocuments = Error.Conflict(
        "TOO_MANY_DOCUMENTS",
        $"A supplier has documents of at most {Supplier.MostDocuments} kinds."
    );

    public static readonly Error NotOnHold = Error.Conflict("NOT_ON_HOLD", "The supplier is not on hold.");

    public static readonly Error NothingToConfirm = Error.Conflict(
        "NO_PROPOSED_BANK_ACCOUNT",
        "No bank account of the supplier waits to be confirmed."
    );

    public static readonly Error NothingToVerify = Error.Conflict(
        "NO_BANK_ACCOUNT_TO_VERIFY",
        "No bank account of the supplier has been confirmed for long enough."
    );

    public static readonly Error SelfConfirmation = Error.Forbidden(
        "SELF_CONFIRMATION_FORBIDDEN",
        "Who proposed a bank account cannot confirm it."
    );

    public static readonly Error VendorRecordInvalid = Error.Invalid(
        "VENDOR_RECORD_INVALID",
        "The other system's record of this vendor breaks our rules; `fields` says where. It has to be mended there."
    ) with
    {
        Fields = new[]
        {
            "legal_name",
            "email",
            "address.street",
            "address.city",
            "address.postal_code",
            "address.country",
            "payment_terms_days",
            "iban",
            "bic",
            "holder",
        }.ToDictionary(member => member, _ => "must keep the rule for it, in the other system already"),
    };
}
