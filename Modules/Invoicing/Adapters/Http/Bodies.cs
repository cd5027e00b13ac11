namespace Procurement.Invoicing.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Body of POST /invoices. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record RegisterInvoiceBody(
    [property: Is<SupplierId>] string? SupplierId = null,
    [property: Is<InvoiceNumber>] string? InvoiceNumber = null,
    [property: Is<PurchaseOrderId>(Optional = true)] string? PurchaseOrderId = null,
    [property: Is<Currency>] string? Currency = null,
    [property: Is<Day>] string? IssueDate = null,
    [property: Is<Day>(Optional = true)] string? DueDate = null,
    [property: Is<Amount>] long? NetCents = null,
    [property: Is<TaxLines>(Optional = true)] IReadOnlyList<TaxBody?>? Tax = null,
    [property: Is<Amount>(Optional = true)] long? GrossCents = null,
    [property: Is<InvoiceLines>(Optional = true)] IReadOnlyList<InvoiceLineBody?>? Lines = null,
    [property: Is<EarlyPaymentDiscount>(Optional = true)] DiscountBody? EarlyPaymentDiscount = null
)
{
    [JsonIgnore]
    public InvoiceDraft Draft =>
        new()
        {
            SupplierId = SupplierId,
            InvoiceNumber = InvoiceNumber,
            PurchaseOrderId = PurchaseOrderId,
            Currency = Currency,
            IssueDate = IssueDate,
            DueDate = DueDate,
            Amounts = TaxBody.Amounts(NetCents, Tax, GrossCents),
            Lines = InvoiceLineBody.Drafts(Lines),
            EarlyPaymentDiscount = EarlyPaymentDiscount?.Draft,
        };
}

/// <summary>Body of POST .../correct: what is left out stays as it is.</summary>
internal sealed record CorrectInvoiceBody(
    [property: Is<SupplierId>(Optional = true)] string? SupplierId = null,
    [property: Is<InvoiceNumber>(Optional = true)] string? InvoiceNumber = null,
    [property: Is<PurchaseOrderId>(Optional = true)] string? PurchaseOrderId = null,
    [property: Is<Currency>(Optional = true)] string? Currency = null,
    [property: Is<Day>(Optional = true)] string? IssueDate = null,
    [property: Is<Day>(Optional = true)] string? DueDate = null,
    [property: Is<Amount>(Optional = true)] long? NetCents = null,
    [property: Is<TaxLines>(Optional = true)] IReadOnlyList<TaxBody?>? Tax = null,
    [property: Is<Amount>(Optional = true)] long? GrossCents = null,
    [property: Is<InvoiceLines>(Optional = true)] IReadOnlyList<InvoiceLineBody?>? Lines = null,
    [property: Is<EarlyPaymentDiscount>(Optional = true)] DiscountBody? EarlyPaymentDiscount = null
)
{
    [JsonIgnore]
    public InvoiceDraft Draft =>
        new()
        {
            SupplierId = SupplierId,
            InvoiceNumber = InvoiceNumber,
            PurchaseOrderId = PurchaseOrderId,
            Currency = Currency,
            IssueDate = IssueDate,
            DueDate = DueDate,
            Amounts = TaxBody.Amounts(NetCents, Tax, GrossCents),
            Lines = InvoiceLineBody.Drafts(Lines),
            EarlyPaymentDiscount = EarlyPaymentDiscount?.Draft,
        };
}

/// <summary>What the supplier leaves of an invoice that is paid early.</summary>
internal sealed record DiscountBody(
    [property: Is<DiscountPercent>] decimal? Percent = null,
    [property: Is<Day>] string? Until = null,
    [property: Is<NameOf<DiscountBase>>(Optional = true)] string? Base = null
)
{
    [JsonIgnore]
    public DiscountDraft Draft => new(Percent, Until, Base);
}

internal sealed record TaxBody(
    [property: Is<NameOf<TaxCategory>>] string? Category = null,
    [property: Is<TaxRate>] decimal? RatePercent = null,
    [property: Is<AmountOrNone>] long? BaseCents = null,
    [property: Is<AmountOrNone>] long? TaxCents = null
)
{
    public static AmountsDraft Amounts(long? netCents, IReadOnlyList<TaxBody?>? tax, long? grossCents) =>
        new(
            netCents,
            tax?.Select(line => line is null ? null : new TaxDraft(line.Category, line.RatePercent, line.BaseCents, line.TaxCents))
                .ToList(),
            grossCents
        );
}

internal sealed record InvoiceLineBody(
    [property: Is<LineNumber>] int? LineNumber = null,
    [property: Is<OrderLineNumber>(Optional = true)] int? OrderLineNumber = null,
    [property: Is<InvoicedQuantity>] decimal? Quantity = null,
    [property: Is<InvoicedPrice>] decimal? UnitPriceCents = null,
    [property: Is<AmountOrNone>] long? NetCents = null
)
{
    public static IReadOnlyList<InvoiceLineDraft?>? Drafts(IReadOnlyList<InvoiceLineBody?>? bodies) =>
        bodies
            ?.Select(line =>
                line is null
                    ? null
                    : new InvoiceLineDraft(line.LineNumber, line.OrderLineNumber, line.Quantity, line.UnitPriceCents, line.NetCents)
            )
            .ToList();
}

internal sealed record DisputeBody(
    [property: Is<NameOf<DisputeReason>>] string? ReasonCode = null,
    [property: Is<Reason>] string? Reason = null
);

internal sealed record AssignBody([property: Is<PurchaseOrderId>] string? PurchaseOrderId = null);

/// <summary>Body of POST /credit-notes.</summary>
internal sealed record CreditNoteBody(
    [property: Is<InvoiceId>] string? InvoiceId = null,
    [property: Is<InvoiceNumber>] string? CreditNoteNumber = null,
    [property: Is<Amount>] long? NetCents = null,
    [property: Is<TaxLines>(Optional = true)] IReadOnlyList<TaxBody?>? Tax = null,
    [property: Is<Amount>(Optional = true)] long? GrossCents = null,
    [property: Is<InvoiceLines>(Optional = true)] IReadOnlyList<CreditLineBody?>? Lines = null,
    [property: Is<Reason>] string? Reason = null
)
{
    [JsonIgnore]
    public CreditDraft Draft =>
        new(
            InvoiceId,
            CreditNoteNumber,
            TaxBody.Amounts(NetCents, Tax, GrossCents),
            Lines
                ?.Select(line =>
                    line is null ? null : new CreditLineDraft(line.LineNumber, line.Quantity, line.UnitPriceCents, line.NetCents)
                )
                .ToList(),
            Reason
        );
}

internal sealed record CreditLineBody(
    [property: Is<LineNumber>] int? LineNumber = null,
    [property: Is<InvoicedQuantity>] decimal? Quantity = null,
    [property: Is<InvoicedPrice>(Optional = true)] decimal? UnitPriceCents = null,
    [property: Is<AmountOrNone>(Optional = true)] long? NetCents = null
);

internal sealed record PaymentRunBody(
    [property: Is<Day>] string? CutOff = null,
    [property: Is<SupplierId>(Optional = true)] string? SupplierId = null,
    [property: Is<NameOf<PaymentChannel>>(Optional = true)] string? Channel = null
);

[JsonSerializable(typeof(RegisterInvoiceBody))]
[JsonSerializable(typeof(CorrectInvoiceBody))]
[JsonSerializable(typeof(DisputeBody))]
[JsonSerializable(typeof(AssignBody))]
[JsonSerializable(typeof(CreditNoteBody))]
[JsonSerializable(typeof(PaymentRunBody))]
[JsonSerializable(typeof(InvoiceView))]
[JsonSerializable(typeof(Items<InvoiceHeader>))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(CreditNoteView))]
[JsonSerializable(typeof(Items<CreditNoteView>))]
[JsonSerializable(typeof(PaymentView))]
[JsonSerializable(typeof(Items<PaymentView>))]
[JsonSerializable(typeof(PaymentRunView))]
[JsonSerializable(typeof(Items<PaymentRunHeader>))]
internal sealed partial class InvoicingJson : JsonSerializerContext;
