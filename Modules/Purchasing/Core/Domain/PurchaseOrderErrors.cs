namespace Procurement.Purchasing.Domain;

internal static class PurchaseOrderErrors
{
    public static readonly Error NotFound = Error.NotFound("PURCHASE_ORDER_NOT_FOUND", "There is no such purchase order.");
    public static readonly Error NoLines = Error.Invalid("NO_LINE_ITEMS", "The order has no lines.");

    public static readonly Error SelfApproval = Error.Forbidden(
        "SELF_APPROVAL_FORBIDDEN",
        "Who requested, created or edited an order cannot approve it."
    );

    public static readonly Error CurrencyGivenUp = Error.Invalid(
        "UNKNOWN_CURRENCY",
        "No approval limits are set any more for the currency of the order."
    );

    public static Error InsufficientAuthority(ApprovalLevel required) =>
        Error.Forbidden("INSUFFICIENT_AUTHORITY", $"The order's total calls for an approver of level {required} or above.");

    public static readonly Error UnknownSupplier = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string> { ["supplier_id"] = "is not a registered supplier" },
    };

    /// <summary>What each line is innocent of and the lines together are not.</summary>
    public static readonly Error LinesDisagree = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["line_items[].currency"] = "must be one that is ordered in here, and that of the first line",
            ["line_items[].unit_price_cents"] = "times the quantity must be at most 2^63-1 minor units",
            ["line_items"] = "their total must be at most 2^63-1 minor units",
        },
    };

    public static readonly Error SupplierNotEligible = Error.Invalid(
        "SUPPLIER_NOT_ELIGIBLE",
        "The supplier may not be ordered from at present."
    ) with
    {
        Fields = new Dictionary<string, string> { ["supplier_id"] = "is not an approved supplier" },
    };
}
