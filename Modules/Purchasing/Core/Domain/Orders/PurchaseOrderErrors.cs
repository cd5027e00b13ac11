namespace Procurement.Purchasing.Domain;

internal static class PurchaseOrderErrors
{
    public static readonly Error NotFound = Error.NotFound("PURCHASE_ORDER_NOT_FOUND", "There is no such purchase order.");
    public static readonly Error NoSuchVersion = Error.NotFound("VERSION_NOT_FOUND", "The content of the order has no such version.");
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

    public static readonly Error AmendmentPending = Error.Conflict(
        "AMENDMENT_PENDING",
        "An amendment of the order waits to be approved or rejected first."
    );

    public static readonly Error ContentNotApproved = Error.Conflict(
        "CONTENT_NOT_APPROVED",
        "The order does not say what was approved; amend it and have it approved."
    );

    public static readonly Error ApprovalTooLow = Error.Conflict(
        "APPROVAL_TOO_LOW",
        "The order calls for a higher level now than that of its approval; amend it and have it approved."
    );

    public static readonly Error BelowReceived = Error.Invalid(
        "BELOW_RECEIVED",
        "It would leave less of a line than has been received, cancelled or billed, or count it otherwise."
    );

    /// <summary>As above, with the fields of the request.</summary>
    public static readonly Error LinesBelowReceived = BelowReceived with
    {
        Fields = new Dictionary<string, string>
        {
            ["line_items"] = "must keep lines of which something has been delivered, cancelled or billed",
            ["line_items[].quantity"] = "must be at least what has been received and cancelled of the line",
            ["line_items[].unit"] = "must stay as it is when something of the line has been counted in it",
        },
    };

    /// <summary>What a supplier's proposals come to, each innocent by itself.</summary>
    public static readonly Error ProposalsDisagree = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["lines[].line_number"] = "must be a line of the order, each once",
            ["lines[].unit_price_cents"] = "times the quantity must be at most 2^63-1 minor units",
            ["line_items"] = "their total must be from 1 to 2^63-1 minor units, their texts at most 800 KiB",
        },
    };

    public static readonly Error OverReceipt = Error.Invalid("OVER_RECEIPT", "It is more than may still come.");

    /// <summary>As above, with the fields of the request.</summary>
    public static readonly Error LinesOverReceipt = OverReceipt with
    {
        Fields = new Dictionary<string, string> { ["lines[].quantity"] = "is more than may still come of the line" },
    };

    public static readonly Error OverBilled = Error.Invalid("OVER_BILLED", "It is more than was received.");

    public static readonly Error NothingOpen = Error.Invalid("NOTHING_OPEN", "Nothing more is to come of it.");

    public static readonly Error NothingReceived = Error.Invalid(
        "NOTHING_RECEIVED",
        "Nothing of the order would be left, because nothing has come; cancel it instead."
    );

    public static readonly Error NoSuchLine = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string> { ["line_number"] = "is not a line of the order" },
    };

    public static readonly Error NotYoursToCancel = Error.Forbidden(
        "INSUFFICIENT_AUTHORITY",
        "Before goods have come a buyer cancels an order, afterwards finance does."
    );

    public static Error OtherCurrency(Currency currency) =>
        FieldErrors.Refusal with
        {
            Fields = new Dictionary<string, string> { ["line_items[0].currency"] = $"must be {currency}, in which the order was approved" },
        };

    /// <summary>What each line is innocent of and the lines together are not.</summary>
    public static readonly Error LinesDisagree = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["line_items[].contains.unit"] = "must be another unit than that of the line",
            ["line_items[].currency"] = "must be one that is ordered in here, and that of the first line",
            ["line_items[].unit_price_cents"] = "times the quantity must be at most 2^63-1 minor units",
            ["line_items"] = "their total must be from 1 to 2^63-1 minor units, their texts at most 800 KiB",
        },
    };

    /// <summary>As above, where lines may say which they are.</summary>
    public static readonly Error AmendedLinesDisagree = LinesDisagree with
    {
        Fields = new Dictionary<string, string>(LinesDisagree.Fields)
        {
            ["line_items[].line_number"] = "must be that of one line only",
            ["line_items[]"] = $"must not become a line above number {LineNumber.Most}",
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
