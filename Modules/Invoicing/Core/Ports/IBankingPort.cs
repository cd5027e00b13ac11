namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>The bank that carries out payments, told one at a time. The identifier of a payment is what keeps it from being carried out twice.</summary>
internal interface IBankingPort
{
    /// <summary>Whether there is a bank at all.</summary>
    bool IsConfigured { get; }

    /// <summary>Hands a payment over; the same again is answered alike.</summary>
    /// <returns>How it stands, or a refusal: see <see cref="BankErrors"/>.</returns>
    Task<Result<Disbursement>> Disburse(Transfer transfer, CancellationToken ct);

    /// <summary>How a payment stands with the bank; null when it does not know it.</summary>
    Task<Result<Disbursement?>> Find(PaymentId payment, CancellationToken ct);
}

/// <summary>What the bank is asked to carry out.</summary>
/// <param name="AmountMinor">In minor units of the currency, greater than 0.</param>
/// <param name="Reference">What the payee is told it is for.</param>
internal sealed record Transfer(PaymentId Payment, Payee Payee, long AmountMinor, Currency Currency, string Reference);

/// <summary>How a payment stands with the bank.</summary>
/// <param name="Reference">The bank's.</param>
/// <param name="Failure">Why it failed, by its code; null when it did not or nobody says.</param>
internal sealed record Disbursement(string Reference, DisbursementStatus Status, string? Failure = null);

internal enum DisbursementStatus
{
    Processing,
    Settled,
    Failed,
}

/// <summary>What comes of asking the bank, besides an answer.</summary>
internal static class BankErrors
{
    /// <summary>The bank does not take the account; final.</summary>
    public static readonly Error InvalidAccount = Error.Invalid("INVALID_ACCOUNT", "The bank does not accept the account.");

    /// <summary>There is not enough money; final for this attempt.</summary>
    public static readonly Error InsufficientFunds = Error.Invalid("INSUFFICIENT_FUNDS", "There is not enough money for it.");

    /// <summary>The bank does not know us; somebody has to see to that.</summary>
    public static readonly Error NotAuthorised = Error.Forbidden("BANK_REFUSES_US", "The bank does not accept our credentials.");

    /// <summary>It does not answer now, or its circuit is open: later. What came of the last attempt is unknown.</summary>
    public static readonly Error Unavailable = Error.Unavailable("BANK_UNAVAILABLE", "The bank does not answer just now.");

    /// <summary>It answers what cannot be understood.</summary>
    public static readonly Error AnswerInvalid = Error.Garbled("BANK_ANSWER_INVALID", "What the bank answers cannot be understood.");
}
