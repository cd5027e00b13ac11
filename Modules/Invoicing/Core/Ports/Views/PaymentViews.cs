namespace Procurement.Invoicing.Ports;

using System.Diagnostics.CodeAnalysis;
using Procurement.Invoicing.Domain;

/// <summary>A payment as clients see it.</summary>
internal sealed record PaymentView : IRepresentation
{
    public static int Representation => 1;

    [Is<PaymentId>]
    public required string Id { get; init; }

    [Is<NameOf<PaymentStatus>>]
    public required string Status { get; init; }

    [Is<InvoiceId>]
    public required string InvoiceId { get; init; }

    [Is<PurchaseOrderId>]
    public required string PurchaseOrderId { get; init; }

    [Is<SupplierId>]
    public required string SupplierId { get; init; }

    [Is<InvoiceNumber>]
    public required string InvoiceNumber { get; init; }

    [Is<Currency>]
    public required string Currency { get; init; }

    /// <summary>What goes out: the gross of the invoice less the credits set off and the discount taken.</summary>
    [Is<MinorUnits>]
    public required long AmountCents { get; init; }

    [Is<MinorUnits>]
    public required long GrossCents { get; init; }
    public required IReadOnlyList<SetOffView> SetOffs { get; init; }

    /// <summary>What the supplier leaves when it goes out early; null for nothing.</summary>
    public required DiscountView? EarlyPaymentDiscount { get; init; }

    /// <summary>What was taken of it when it went out.</summary>
    [Is<MinorUnits>]
    public required long DiscountCents { get; init; }

    [Is<Day>]
    public required string DueDate { get; init; }

    /// <summary>Version of the supplier's bank account; null when none was verified.</summary>
    [Is<AccountVersion>]
    public required int? AccountVersion { get; init; }

    [Is<PaymentRunId>]
    public required string? PaymentRunId { get; init; }

    [Is<BankReference>]
    public required string? BankReference { get; init; }

    /// <summary>Why the bank would not carry it out, by its code.</summary>
    public required string? FailureCode { get; init; }

    [Is<Reason>]
    public required string? ReversalReason { get; init; }

    [Is<Count>]
    public required int Retries { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? SentAt { get; init; }
    public required DateTimeOffset? DisbursedAt { get; init; }

    public static PaymentView Of(Payment payment) =>
        new()
        {
            Id = payment.Identifier,
            Status = payment.Status.ToString(),
            InvoiceId = $"{payment.InvoiceId}",
            PurchaseOrderId = $"{payment.OrderId}",
            SupplierId = $"{payment.SupplierId}",
            InvoiceNumber = payment.InvoiceNumber,
            Currency = payment.Currency.Code,
            AmountCents = payment.AmountMinor,
            GrossCents = payment.GrossMinor,
            SetOffs = [.. payment.SetOffs.Select(credit => new SetOffView(credit.CreditNoteId, credit.AmountCents))],
            EarlyPaymentDiscount = DiscountView.Of(payment.EarlyPaymentDiscount),
            DiscountCents = payment.DiscountMinor,
            DueDate = Day.Format(payment.DueDate),
            AccountVersion = payment.AccountVersion,
            PaymentRunId = payment.RunId?.ToString(),
            BankReference = payment.BankReference,
            FailureCode = payment.FailureCode,
            ReversalReason = payment.ReversalReason,
            Retries = payment.Retries,
            Version = payment.Version,
            CreatedAt = payment.CreatedAt,
            UpdatedAt = payment.UpdatedAt,
            SentAt = payment.SentAt,
            DisbursedAt = payment.DisbursedAt,
        };
}

/// <summary>What a credit note takes off a payment.</summary>
internal sealed record SetOffView([property: Is<CreditNoteId>] string CreditNoteId, [property: Is<MinorUnits>] long AmountCents);

/// <summary>A payment run as lists show it: without its payments.</summary>
internal record PaymentRunHeader
{
    [Is<PaymentRunId>]
    public required string Id { get; init; }

    [Is<NameOf<PaymentRunStatus>>]
    public required string Status { get; init; }

    [Is<NameOf<PaymentChannel>>]
    public required string Channel { get; init; }

    [Is<Day>]
    public required string CutOff { get; init; }

    [Is<SupplierId>]
    public required string? SupplierId { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? HandedOutAt { get; init; }

    public static PaymentRunHeader Of(PaymentRun run) =>
        new()
        {
            Id = run.Identifier,
            Status = run.Status.ToString(),
            Channel = run.Channel.ToString(),
            CutOff = Day.Format(run.CutOff),
            SupplierId = run.SupplierId?.ToString(),
            Version = run.Version,
            CreatedAt = run.CreatedAt,
            UpdatedAt = run.UpdatedAt,
            HandedOutAt = run.HandedOutAt,
        };
}

/// <summary>A payment run with its payments as they were when it was planned or handed out; how each stands now is told by the payment.</summary>
internal sealed record PaymentRunView : PaymentRunHeader, IRepresentation
{
    [SetsRequiredMembers]
    private PaymentRunView(PaymentRunHeader header, PaymentRun run)
        : base(header) =>
        Payments = [
            .. run.Payments.Select(item => new RunItemView(
                item.PaymentId,
                item.InvoiceId,
                item.SupplierId,
                item.AmountCents,
                item.Currency,
                item.Status
            )),
        ];

    public static int Representation => 1;

    public IReadOnlyList<RunItemView> Payments { get; }

    public static new PaymentRunView Of(PaymentRun run) => new(PaymentRunHeader.Of(run), run);
}

internal sealed record RunItemView(
    [property: Is<PaymentId>] string Id,
    [property: Is<InvoiceId>] string InvoiceId,
    [property: Is<SupplierId>] string SupplierId,
    [property: Is<MinorUnits>] long AmountCents,
    [property: Is<Currency>] string Currency,
    [property: Is<NameOf<PaymentStatus>>] string Status
);
