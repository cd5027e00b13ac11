namespace Procurement.Invoicing.Domain;

internal static class PaymentErrors
{
    public static readonly Error NotFound = Error.NotFound("PAYMENT_NOT_FOUND", "There is no such payment.");

    public static readonly Error RunNotFound = Error.NotFound("PAYMENT_RUN_NOT_FOUND", "There is no such payment run.");

    public static readonly Error InAnotherRun = Error.Conflict("IN_ANOTHER_RUN", "The payment is in another run.");

    public static readonly Error RetriedTooOften = Error.Conflict(
        "RETRIED_TOO_OFTEN",
        $"A payment is tried again at most {Payment.MostRetries} times; reverse it and settle it with the bank."
    );

    public static readonly Error NoBank = Error.Invalid("NO_BANK", "No bank is configured, so a run is handed out as a file.") with
    {
        Fields = new Dictionary<string, string> { ["channel"] = "must be file where no bank is configured" },
    };

    public static readonly Error OtherChannel = Error.Conflict(
        "OTHER_CHANNEL",
        "The run goes to the bank by itself; it is never handed out as a file too."
    );

    public static readonly Error NothingToPay = Error.Conflict("NOTHING_TO_PAY", "Nothing of the run can go out.");

    public static readonly Error NotHandedOut = Error.Conflict(
        "NOT_HANDED_OUT",
        "The run was not handed out as a file yet, so no bank can answer it."
    );

    public static readonly Error Pain002Invalid = Error.Invalid("PAIN_002_INVALID", "It is no pain.002 for this run.") with
    {
        Fields = new Dictionary<string, string> { ["body"] = "must be a pain.002 (ISO 20022) that answers this run's message" },
    };
}
