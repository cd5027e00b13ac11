namespace Procurement.Purchasing.Domain;

internal static class PurchaseOrderErrors
{
    public static readonly Error NotFound = Error.NotFound("PURCHASE_ORDER_NOT_FOUND", "There is no such purchase order.");
    public static readonly Error NoLines = Error.Invalid("NO_LINE_ITEMS", "The order has no lines.");

    public static readonly Error SelfApproval = Error.Forbidden(
        "SELF_APPROVAL_FORBIDDEN",
        "Who requested, created or edited an order cannot approve it."
    );

    public static Error InsufficientAuthority(ApprovalLevel required) =>
        Error.Forbidden("INSUFFICIENT_AUTHORITY", $"The order's total calls for an approver of level {required} or above.");

    public static Error UnknownSupplier =>
        Error.Invalid("VALIDATION_FAILED", "One or more fields are not valid.") with
        {
            Fields = new Dictionary<string, string> { ["supplier_id"] = "is not a registered supplier" },
        };

    public static readonly Error SupplierNotEligible = Error.Invalid(
        "SUPPLIER_NOT_ELIGIBLE",
        "The supplier may not be ordered from at present."
    ) with
    {
        Fields = new Dictionary<string, string> { ["supplier_id"] = "is not an approved supplier" },
    };
}
