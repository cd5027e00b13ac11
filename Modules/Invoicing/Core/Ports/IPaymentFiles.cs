namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>Messages for banks, and their answers (ISO 20022).</summary>
internal interface IPaymentFiles
{
    /// <summary>The message that asks for payments: pain.001.001.09, valid against its schema and the rules of SEPA.</summary>
    string Write(PaymentOrder order);

    /// <summary>In which part of a message each payment is: some answers name parts only.</summary>
    /// <param name="message">One of ours.</param>
    IReadOnlyDictionary<PaymentId, string> Parts(string message);

    /// <summary>What a pain.002 says of the payments of a message.</summary>
    /// <param name="utf8">The answer as it came.</param>
    /// <returns>The answer, or a refusal that says what is wrong with it.</returns>
    Result<BankAnswer> Read(ReadOnlyMemory<byte> utf8);
}

/// <summary>What the bank is asked to pay.</summary>
/// <param name="MessageId">At most 35 characters of the set of SEPA.</param>
/// <param name="CreatedAt">In UTC.</param>
/// <param name="ExecutionDate">On which day it is to be carried out.</param>
/// <param name="Transfers">At least one.</param>
internal sealed record PaymentOrder(string MessageId, DateTimeOffset CreatedAt, DateOnly ExecutionDate, IReadOnlyList<Transfer> Transfers)
{
    /// <summary>What tells a payment from every other at the bank: its identifier without hyphens, within the 35 characters of ISO 20022.</summary>
    public static string EndToEndId(PaymentId payment) => $"P{payment.Value:N}";

    /// <summary>The payment of such an identifier; null when it is none.</summary>
    public static PaymentId? PaymentOf(string endToEndId) =>
        endToEndId.Length == 33 && endToEndId[0] == 'P' && Guid.TryParseExact(endToEndId.AsSpan(1), "N", out var id)
            ? new PaymentId(id)
            : null;
}

/// <summary>What a bank says of a message of ours.</summary>
/// <param name="MessageId">Of ours.</param>
/// <param name="GroupStatus">Of all that it says nothing else of: <c>ACCP</c>, <c>RJCT</c>; null when it says nothing of that.</param>
/// <param name="GroupReason">Why, by its code; null when it does not say.</param>
/// <param name="Parts">Of all payments of a part that it says nothing else of, by the part's identifier.</param>
/// <param name="Payments">Of single payments.</param>
internal sealed record BankAnswer(
    string MessageId,
    string? GroupStatus,
    string? GroupReason,
    IReadOnlyDictionary<string, (string Status, string? Reason)> Parts,
    IReadOnlyList<BankVerdict> Payments
);

/// <summary>What a bank says of one payment.</summary>
/// <param name="Status">Its code: <c>ACSC</c> settled, <c>RJCT</c> refused, others are on the way.</param>
/// <param name="Reason">Why, by its code; null when it does not say.</param>
internal sealed record BankVerdict(PaymentId Payment, string Status, string? Reason);

/// <summary>Who pays.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
internal sealed record Payer(string Name, string Iban, string Bic, string Town, string Country);
