namespace Procurement.Invoicing.Ports;

using System.Diagnostics.CodeAnalysis;
using Procurement.Invoicing.Domain;

/// <summary>An invoice as lists show it: without lines, tax and candidates.</summary>
internal record InvoiceHeader
{
    [Is<InvoiceId>]
    public required string Id { get; init; }

    [Is<NameOf<InvoiceStatus>>]
    public required string Status { get; init; }
    public required bool Void { get; init; }

    [Is<SupplierId>]
    public required string SupplierId { get; init; }

    [Is<InvoiceNumber>]
    public required string InvoiceNumber { get; init; }

    [Is<PurchaseOrderId>]
    public required string? PurchaseOrderId { get; init; }

    [Is<Currency>]
    public required string Currency { get; init; }

    [Is<Day>]
    public required string IssueDate { get; init; }

    [Is<Day>]
    public required string DueDate { get; init; }

    [Is<Amount>]
    public required long NetCents { get; init; }

    [Is<Amount>]
    public required long GrossCents { get; init; }

    /// <summary>Gross of its credit notes.</summary>
    [Is<MinorUnits>]
    public required long CreditedCents { get; init; }

    [Is<Variance>]
    public required long? VarianceCents { get; init; }

    [Is<MinorUnits>]
    public required long ExpectedCreditCents { get; init; }

    [Is<Resubmissions>]
    public required int Resubmissions { get; init; }
    public required DisputeView? Dispute { get; init; }

    [Is<Reason>]
    public required string? VoidReason { get; init; }

    [Is<Subject>]
    public required string RegisteredBy { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? MatchedAt { get; init; }

    public static InvoiceHeader Of(Invoice invoice) =>
        new()
        {
            Id = invoice.Identifier,
            Status = invoice.Status.ToString(),
            Void = invoice.IsVoid,
            SupplierId = $"{invoice.SupplierId}",
            InvoiceNumber = invoice.Number,
            PurchaseOrderId = invoice.OrderId?.ToString(),
            Currency = invoice.Currency.Code,
            IssueDate = Day.Format(invoice.IssueDate),
            DueDate = Day.Format(invoice.DueDate),
            NetCents = invoice.NetMinor,
            GrossCents = invoice.GrossMinor,
            CreditedCents = invoice.CreditedGrossMinor,
            VarianceCents = invoice.VarianceMinor,
            ExpectedCreditCents = invoice.ExpectedCreditMinor,
            Resubmissions = invoice.Resubmissions,
            Dispute = invoice.Dispute is { } dispute ? DisputeView.Of(dispute) : null,
            VoidReason = invoice.VoidReason,
            RegisteredBy = invoice.RegisteredBy,
            Version = invoice.Version,
            CreatedAt = invoice.CreatedAt,
            UpdatedAt = invoice.UpdatedAt,
            MatchedAt = invoice.MatchedAt,
        };
}

/// <summary>An invoice as clients see it.</summary>
internal sealed record InvoiceView : InvoiceHeader, IRepresentation
{
    [SetsRequiredMembers]
    private InvoiceView(InvoiceHeader header, Invoice invoice)
        : base(header)
    {
        Tax = [.. invoice.Tax.Select(TaxView.Of)];
        EarlyPaymentDiscount = DiscountView.Of(invoice.EarlyPaymentDiscount);
        Lines = [.. invoice.Lines.Select(InvoiceLineView.Of)];
        PossibleDuplicates = [.. invoice.PossibleDuplicates];
        Candidates = [.. invoice.Candidates.Select(CandidateView.Of)];
    }

    public static int Representation => 1;

    [Is<TaxLines>]
    public IReadOnlyList<TaxView> Tax { get; }

    /// <summary>What the supplier leaves when it is paid early; null for nothing.</summary>
    public DiscountView? EarlyPaymentDiscount { get; }

    /// <summary>Empty when it says a total only.</summary>
    public IReadOnlyList<InvoiceLineView> Lines { get; }

    /// <summary>Invoices of the same supplier and amount with other numbers, dated within days.</summary>
    [Is<InvoiceId>]
    public IReadOnlyList<string> PossibleDuplicates { get; }

    /// <summary>Orders that it may be for, best first, of an invoice that names none.</summary>
    public IReadOnlyList<CandidateView> Candidates { get; }

    public static new InvoiceView Of(Invoice invoice) => new(InvoiceHeader.Of(invoice), invoice);
}

internal sealed record DisputeView(
    [property: Is<NameOf<DisputeReason>>] string ReasonCode,
    [property: Is<Reason>] string Reason,
    [property: Is<Subject>] string DisputedBy,
    DateTimeOffset DisputedAt
)
{
    public static DisputeView Of(Dispute dispute) => new(dispute.Code.ToString(), dispute.Reason, dispute.Disputer, dispute.At);
}

internal sealed record TaxView(
    [property: Is<NameOf<TaxCategory>>] string Category,
    [property: Is<TaxRate>] decimal RatePercent,
    [property: Is<MinorUnits>] long BaseCents,
    [property: Is<MinorUnits>] long TaxCents
)
{
    public static TaxView Of(TaxLine line) => new(line.Category.ToString(), line.RatePercent, line.BaseMinor, line.TaxMinor);
}

/// <param name="Until">The last day on which the payment may go out.</param>
/// <param name="Base">What of the invoice it is taken of.</param>
internal sealed record DiscountView(
    [property: Is<DiscountPercent>] decimal Percent,
    [property: Is<Day>] string Until,
    [property: Is<NameOf<DiscountBase>>] string Base
)
{
    public static DiscountView? Of(EarlyPaymentDiscount? discount) =>
        discount is null ? null : new(discount.Percent, Day.Format(discount.Until), discount.Base.ToString());
}

internal sealed record InvoiceLineView(
    [property: Is<LineNumber>] int LineNumber,
    [property: Is<LineNumber>] int OrderLineNumber,
    [property: Is<InvoicedQuantity>] decimal Quantity,
    [property: Is<InvoicedPrice>] decimal UnitPriceCents,
    [property: Is<MinorUnits>] long NetCents
)
{
    public static InvoiceLineView Of(InvoiceLine line) =>
        new(line.LineNumber, line.OrderLineNumber, line.Quantity, line.UnitPriceMinor, line.NetMinor);
}

/// <param name="Confidence">From 0 to 100.</param>
/// <param name="Reasons">What speaks for it.</param>
internal sealed record CandidateView(
    [property: Is<PurchaseOrderId>] string PurchaseOrderId,
    [property: Is<OrderNumber>] string Number,
    [property: Is<Confidence>] int Confidence,
    [property: Is<CandidateReason>] IReadOnlyList<string> Reasons
)
{
    public static CandidateView Of(Candidate candidate) =>
        new(candidate.PurchaseOrderId, candidate.Number, candidate.Confidence, candidate.Reasons);
}

internal sealed class Confidence : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Min = 0,
            Max = 100,
            Example = 85L,
        };
}
