namespace Procurement.Invoicing.Domain;

internal static class InvoiceErrors
{
    public static readonly Error NotFound = Error.NotFound("INVOICE_NOT_FOUND", "There is no such invoice.");

    public static readonly Error CreditNoteNotFound = Error.NotFound("CREDIT_NOTE_NOT_FOUND", "There is no such credit note.");

    public static readonly Error OrderNotKnown = Error.NotFound(
        "BILLABLE_ORDER_NOT_FOUND",
        "There is no such order, or nothing of it may be billed yet."
    );

    public static readonly Error UnknownSupplier = Field(
        "UNKNOWN_SUPPLIER",
        "The supplier is not registered.",
        "supplier_id",
        "is not a registered supplier"
    );

    public static readonly Error UnknownOrder = Field(
        "UNKNOWN_PURCHASE_ORDER",
        "There is no such order.",
        "purchase_order_id",
        "is not an order of ours"
    );

    public static readonly Error OtherSupplier = Field(
        "SUPPLIER_MISMATCH",
        "The order went to another supplier.",
        "supplier_id",
        "must be the supplier of the order"
    );

    public static readonly Error OtherCurrency = Field(
        "CURRENCY_MISMATCH",
        "The order is in another currency.",
        "currency",
        "must be the currency of the order"
    );

    public static readonly Error OrderNotIssued = Error.Conflict(
        "ORDER_NOT_ISSUED",
        "The order has not gone out to its supplier, so there is nothing to bill."
    );

    public static readonly Error OrderCancelled = Error.Conflict(
        "ORDER_CANCELLED",
        "The order was cancelled, so nothing of it can be billed."
    );

    public static readonly Error Duplicate = Error.Conflict(
        "DUPLICATE_INVOICE",
        "The supplier's invoice of this number is registered already; letter case, blanks, punctuation and leading zeros make no difference."
    ) with
    {
        Fields = new Dictionary<string, string> { ["invoice_number"] = "is the number of another invoice of this supplier" },
    };

    public static readonly Error DuplicateCreditNote = Error.Conflict(
        "DUPLICATE_CREDIT_NOTE",
        "The supplier's credit note of this number is registered already; letter case, blanks, punctuation and leading zeros make no difference."
    ) with
    {
        Fields = new Dictionary<string, string> { ["credit_note_number"] = "is the number of another credit note of this supplier" },
    };

    public static readonly Error Void = Error.Conflict("INVOICE_VOID", "The invoice is void.");

    public static readonly Error AssignedAlready = Error.Conflict(
        "ORDER_ASSIGNED",
        "The invoice names its order already; what is wrong with it is corrected."
    );

    public static readonly Error ResubmittedTooOften = Error.Conflict(
        "RESUBMITTED_TOO_OFTEN",
        $"An invoice is corrected at most {Domain.Resubmissions.Most} times; void it and register the supplier's new one."
    );

    public static readonly Error PaymentScheduled = Error.Conflict(
        "PAYMENT_SCHEDULED",
        "A payment for the invoice is scheduled; reverse that first."
    );

    public static readonly Error PaymentUnderWay = Error.Conflict(
        "PAYMENT_UNDER_WAY",
        "The payment for the invoice is with the bank already."
    );

    public static readonly Error CreditedTooMuch = Error.Invalid("CREDITED_TOO_MUCH", "It is more than is left of the invoice.") with
    {
        Fields = new Dictionary<string, string> { ["net_cents"] = "must be at most what is left of the invoice" },
    };

    public static readonly Error LessThanCredited = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string> { ["net_cents"] = "must be at least what credit notes have taken off the invoice" },
    };

    /// <summary>What no schema says of net, tax and gross.</summary>
    public static readonly Error AmountsDisagree = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["tax"] = "must have bases that add up to net_cents",
            ["tax[].category"] = "must not be there twice with the same rate",
            ["tax[].tax_cents"] = "must be the base times the rate, at most half a minor unit aside",
            ["gross_cents"] = "must be net_cents and all tax_cents together; required with tax",
        },
    };

    /// <summary>What no schema says of the lines and days of an invoice.</summary>
    public static readonly Error ContentDisagrees = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["due_date"] = "must not be before the invoice's own date",
            ["lines"] = "must add up to net_cents",
            ["lines[].line_number"] = "must not be there twice",
        },
    };

    /// <summary>What no schema says of facts that are made up, or of the invoices and the policy to try.</summary>
    public static readonly Error FactsDisagree = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["facts"] = "must not be given together with from or to",
            ["from"] = "is required where facts are not given",
            ["to"] = "must be after from; required where facts are not given",
            ["policy"] = "is required where facts are not given",
            ["policy.tolerance_bps"] = "is required where tolerance_cents is not given",
            ["facts.order_lines[].line_number"] = "must not be there twice",
            ["facts.invoice.lines"] = "must add up to net_cents",
            ["facts.invoice.lines[].line_number"] = "must not be there twice",
        },
    };

    public static readonly Error NotAsBilled = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["lines"] = "must add up to net_cents when each has a net_cents",
            ["lines[].line_number"] = "must be a line of the invoice",
            ["lines[].quantity"] = "must be at most what the invoice bills of the line",
        },
    };

    public static readonly Error BilledTooMuch = Error.Conflict(
        "BILLED_TOO_MUCH",
        "It is more than came of the order and is not billed yet."
    );

    public static readonly Error NoSuchOrderLine = Field(
        "NO_SUCH_LINE",
        "The order has no such line.",
        "line_number",
        "must be a line of the order"
    );

    public static readonly Error NoTolerance = Field(
        FieldErrors.Refusal.Code,
        FieldErrors.Refusal.Detail,
        "tolerance.tolerance_bps",
        "is required where tolerance_cents is not given"
    );

    public static readonly Error NothingToCompare = Error.Conflict(
        "NOTHING_TO_COMPARE",
        "The invoice names no order of which anything is known yet, so there is nothing to compare it with."
    );

    private static Error Field(string code, string detail, string field, string message) =>
        Error.Invalid(code, detail) with
        {
            Fields = new Dictionary<string, string> { [field] = message },
        };
}
