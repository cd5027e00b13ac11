namespace Procurement.Purchasing.Domain;

internal static class GoodsReceiptErrors
{
    public static readonly Error NotFound = Error.NotFound("GOODS_RECEIPT_NOT_FOUND", "There is no such goods receipt.");

    public static readonly Error NoteTaken = Error.Conflict(
        "DELIVERY_NOTE_TAKEN",
        "This delivery note was received for the order already."
    );

    public static readonly Error OrderedOtherwise = Error.Invalid(
        "ORDERED_OTHERWISE",
        "The order has been amended since these goods came, and does not ask for them as they were counted."
    );

    public static readonly Error ReturnTooMuch = Error.Invalid(
        "RETURN_TOO_MUCH",
        "It is more than came with this delivery and is still here."
    );

    /// <summary>As above, with the fields of the request.</summary>
    public static readonly Error LinesReturnTooMuch = ReturnTooMuch with
    {
        Fields = new Dictionary<string, string>
        {
            ["lines[].quantity"] = "is more than came of the line with this delivery and is still here",
        },
    };

    /// <summary>Goods of lines that the order has not, or in units that it was not ordered in.</summary>
    public static readonly Error NotAsOrdered = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["lines[].line_number"] = "must be a line of the order",
            ["lines[].unit"] = "must be that of the line, or the one it contains",
        },
    };
}
