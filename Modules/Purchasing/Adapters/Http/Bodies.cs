namespace Procurement.Purchasing.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.Purchasing.Domain;

/// <summary>Body of POST /purchase-orders. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record CreateOrderBody(
    [property: Is<SupplierId>] string? SupplierId = null,
    [property: Is<Requester>] string? RequestedBy = null,
    [property: Is<LineItems>] IReadOnlyList<LineItemBody?>? LineItems = null,
    [property: Is<Place>(Optional = true)] AddressDraft? DeliveryAddress = null,
    [property: Is<PaymentTerms>(Optional = true)] int? PaymentTermsDays = null,
    [property: Is<Note>(Optional = true)] string? NoteToSupplier = null,
    [property: Is<Reference>(Optional = true)] string? Reference = null
)
{
    [JsonIgnore]
    public OrderDraft Draft =>
        new(
            SupplierId,
            RequestedBy,
            Reference,
            new OrderTermsDraft(DeliveryAddress, PaymentTermsDays, NoteToSupplier),
            LineItemBody.Drafts(LineItems)
        );
}

/// <summary>Body of POST /purchase-orders/batch.</summary>
internal sealed record CreateOrdersBody(
    [property: Is<NameOf<BatchMode>>] string? Mode = null,
    [property: Is<OrderBatch>] IReadOnlyList<CreateOrderBody?>? Orders = null
)
{
    [JsonIgnore]
    public IReadOnlyList<OrderDraft?>? Drafts => Orders?.Select(order => order?.Draft).ToList();
}

internal record LineItemBody(
    [property: Is<Sku>] string? Sku = null,
    [property: Is<LineDescription>(Optional = true)] string? Description = null,
    [property: Is<Quantity>] decimal? Quantity = null,
    [property: Is<NameOf<Unit>>(Optional = true)] string? Unit = null,
    [property: Is<UnitPrice>] decimal? UnitPriceCents = null,
    [property: Is<Currency>] string? Currency = null,
    [property: Is<Packaging>(Optional = true)] ContentsBody? Contains = null,
    [property: Is<Day>(Optional = true)] string? DeliveryDate = null,
    [property: Is<CostCenter>(Optional = true)] string? CostCenter = null,
    [property: Is<Sku>(Optional = true)] string? SupplierSku = null
)
{
    [JsonIgnore]
    public virtual LineItemDraft Draft =>
        new()
        {
            Sku = Sku,
            Description = Description,
            Quantity = Quantity,
            Unit = Unit,
            UnitPriceMinor = UnitPriceCents,
            Currency = Currency,
            Contains = Contains is { } inside ? new ContentsDraft(inside.Quantity, inside.Unit) : null,
            DeliveryDate = DeliveryDate,
            CostCenter = CostCenter,
            SupplierSku = SupplierSku,
        };

    public static IReadOnlyList<LineItemDraft?>? Drafts(IReadOnlyList<LineItemBody?>? bodies) =>
        bodies?.Select(body => body?.Draft).ToList();
}

internal sealed record ContentsBody(
    [property: Is<ContainedQuantity>] decimal? Quantity = null,
    [property: Is<ContainedUnit>] string? Unit = null
);

internal sealed record LineItemsBody([property: Is<LineItems>] IReadOnlyList<LineItemBody?>? LineItems = null)
{
    [JsonIgnore]
    public IReadOnlyList<LineItemDraft?>? Drafts => LineItemBody.Drafts(LineItems);
}

/// <summary>Body of POST .../amend: all lines anew; terms that are left out stay as they are.</summary>
internal sealed record AmendBody(
    [property: Is<LineItems>] IReadOnlyList<AmendedLineBody?>? LineItems = null,
    [property: Is<Reason>] string? Reason = null,
    [property: Is<Place>(Optional = true)] AddressDraft? DeliveryAddress = null,
    [property: Is<PaymentTerms>(Optional = true)] int? PaymentTermsDays = null,
    [property: Is<Note>(Optional = true)] string? NoteToSupplier = null
)
{
    [JsonIgnore]
    public AmendmentDraft Draft =>
        new(LineItemBody.Drafts(LineItems), new OrderTermsDraft(DeliveryAddress, PaymentTermsDays, NoteToSupplier), Reason);
}

/// <summary>A line of an amendment: without numbers the first line is line 1; where some have one, those without are new.</summary>
internal sealed record AmendedLineBody([property: Is<LineNumber>(Optional = true)] int? LineNumber = null) : LineItemBody
{
    [JsonIgnore]
    public override LineItemDraft Draft => base.Draft with { LineNumber = LineNumber };
}

internal sealed record AcknowledgeBody(
    [property: Is<Day>(Optional = true)] string? ExpectedDelivery = null,
    [property: Is<Proposals>(Optional = true)] IReadOnlyList<ProposalBody?>? Lines = null
)
{
    [JsonIgnore]
    public IReadOnlyList<LineProposal?>? Proposals =>
        Lines
            ?.Select(line => line is null ? null : new LineProposal(line.LineNumber, line.Quantity, line.UnitPriceCents, line.DeliveryDate))
            .ToList();
}

internal sealed record ProposalBody(
    [property: Is<LineNumber>] int? LineNumber = null,
    [property: Is<Quantity>(Optional = true)] decimal? Quantity = null,
    [property: Is<UnitPrice>(Optional = true)] decimal? UnitPriceCents = null,
    [property: Is<Day>(Optional = true)] string? DeliveryDate = null
);

internal sealed record ResolveBody(
    [property: Is<NameOf<DisputeOutcome>>] string? Outcome = null,
    [property: Is<Reason>] string? Reason = null
);

internal sealed record CloseShortBody(
    [property: Is<Reason>] string? Reason = null,
    [property: Is<LineNumber>(Optional = true)] int? LineNumber = null
);

internal sealed record CommentBody([property: Is<CommentText>] string? Text = null);

internal sealed record GoodsReceiptBody(
    [property: Is<DeliveryNote>] string? DeliveryNote = null,
    [property: Is<ReceiptLines>] IReadOnlyList<ReceiptLineBody?>? Lines = null
)
{
    [JsonIgnore]
    public IReadOnlyList<ReceiptLineDraft?>? Drafts =>
        Lines
            ?.Select(line =>
                line is null ? null : new ReceiptLineDraft(line.LineNumber, line.Quantity, line.Unit, line.QcFailed, line.Reason)
            )
            .ToList();
}

internal sealed record ReceiptLineBody(
    [property: Is<LineNumber>] int? LineNumber = null,
    [property: Is<Quantity>] decimal? Quantity = null,
    [property: Is<NameOf<Unit>>(Optional = true)] string? Unit = null,
    [property: Is<QualityCheck>(Optional = true)] bool? QcFailed = null,
    [property: Is<Reason>(Optional = true)] string? Reason = null
);

internal sealed record ReturnBody(
    [property: Is<ReceiptLines>] IReadOnlyList<ReturnLineBody?>? Lines = null,
    [property: Is<Reason>] string? Reason = null
)
{
    [JsonIgnore]
    public IReadOnlyList<GoodsDraft?>? Drafts =>
        Lines?.Select(line => line is null ? null : new GoodsDraft(line.LineNumber, line.Quantity, line.Unit)).ToList();
}

internal sealed record ReturnLineBody(
    [property: Is<LineNumber>] int? LineNumber = null,
    [property: Is<Quantity>] decimal? Quantity = null,
    [property: Is<NameOf<Unit>>(Optional = true)] string? Unit = null
);
