namespace Procurement.Supplier.Domain;

/// <summary>What can go wrong with asking the ERP, in no way the supplier's fault.</summary>
internal static class ErpErrors
{
    public static readonly Error NotConfigured = Error.Unavailable("ERP_NOT_CONFIGURED", "There is no ERP to import from.");

    public static readonly Error Unavailable = Error.Unavailable("ERP_UNAVAILABLE", "The ERP does not answer just now; try again later.");

    public static readonly Error AnswerInvalid = Error.Garbled(
        "ERP_ANSWER_INVALID",
        "What the ERP answers cannot be understood; it has to be mended there."
    );

    public static readonly Error VendorNotFound = Error.NotFound("VENDOR_NOT_FOUND", "The ERP knows no vendor of this code.");

    /// <summary>All that an import may be refused with on the ERP's account.</summary>
    public static readonly IReadOnlyList<Error> All = [NotConfigured, Unavailable, AnswerInvalid, VendorNotFound];
}
