namespace Procurement.Invoicing.Adapters.Remote;

using System.Text.Json;
using System.Text.Json.Serialization;
using Procurement.Invoicing.Ports;

/// <summary>A payment in the bank's words.</summary>
internal sealed record DisbursementOrder
{
    public required string PaymentId { get; init; }
    public required string Iban { get; init; }
    public required string Bic { get; init; }
    public required string Holder { get; init; }
    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string Reference { get; init; }

    public static DisbursementOrder Of(Transfer transfer) =>
        new()
        {
            PaymentId = $"{transfer.Payment}",
            Iban = transfer.Payee.Iban,
            Bic = transfer.Payee.Bic,
            Holder = transfer.Payee.Holder,
            AmountCents = transfer.AmountMinor,
            Currency = $"{transfer.Currency}",
            Reference = transfer.Reference,
        };

    /// <summary>Says nothing of the payee: texts end up in logs.</summary>
    public override string ToString() => nameof(DisbursementOrder);
}

/// <summary>How a payment stands, in the bank's words; other members are passed over.</summary>
internal sealed record DisbursementRecord
{
    public required string Reference { get; init; }
    public required string Status { get; init; }

    public override string ToString() => nameof(DisbursementRecord);
}

/// <summary>Why the bank will not, in its words; other members are passed over.</summary>
internal sealed record RefusalRecord
{
    public required string Code { get; init; }

    public override string ToString() => nameof(RefusalRecord);
}

[JsonSerializable(typeof(DisbursementOrder))]
[JsonSerializable(typeof(DisbursementRecord))]
[JsonSerializable(typeof(RefusalRecord))]
internal sealed partial class BankJson : JsonSerializerContext
{
    /// <summary>Names and types exactly as agreed, nothing twice.</summary>
    public static readonly BankJson Strict = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            MaxDepth = 16,
        }
    );
}
