namespace Procurement.Purchasing.Ports;

using System.Diagnostics.CodeAnalysis;
using Procurement.Purchasing.Domain;

/// <summary>An order as lists show it: without its lines.</summary>
internal record PurchaseOrderHeader
{
    [Is<PurchaseOrderId>]
    public required string Id { get; init; }

    [Is<OrderNumber>]
    public required string Number { get; init; }

    [Is<NameOf<PurchaseOrderStatus>>]
    public required string Status { get; init; }

    [Is<SupplierId>]
    public required string SupplierId { get; init; }

    [Is<Requester>]
    public required string RequestedBy { get; init; }

    [Is<Subject>]
    public required string CreatedBy { get; init; }

    [Is<Currency>]
    public required string Currency { get; init; }

    [Is<MinorUnits>]
    public required long TotalCents { get; init; }

    [Is<NameOf<ApprovalLevel>>]
    public required string? RequiredApprovalLevel { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }

    [Is<LineCount>]
    public required int LineCount { get; init; }
    public required IReadOnlyList<ApprovalView> Approvals { get; init; }

    [Is<Reason>]
    public required string? RejectionReason { get; init; }

    [Is<Reason>]
    public required string? DisputeReason { get; init; }

    [Is<Subject>]
    public required string? DisputedBy { get; init; }

    [Is<NameOf<PurchaseOrderStatus>>]
    public required string? DisputedFrom { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? SubmittedAt { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }
    public required DateTimeOffset? IssuedAt { get; init; }
    public required DateTimeOffset? DisputedAt { get; init; }

    public static PurchaseOrderHeader Of(PurchaseOrder order) =>
        new()
        {
            Id = order.Id.ToString(),
            Number = OrderNumber.Text(order.Number),
            Status = order.Status.ToString(),
            SupplierId = order.SupplierId.ToString(),
            RequestedBy = order.RequestedBy,
            CreatedBy = order.Authors[0],
            Currency = order.Currency.Code,
            TotalCents = order.TotalMinor,
            RequiredApprovalLevel = order.RequiredLevel?.ToString(),
            Version = order.Version,
            LineCount = order.LineItems.Count(),
            Approvals = order.Approval is { } given ? [new ApprovalView(given.Approver, given.Level.ToString(), given.At)] : [],
            RejectionReason = order.Rejection?.Reason,
            DisputeReason = order.Dispute?.Reason,
            DisputedBy = order.Dispute?.Disputer,
            DisputedFrom = order.Dispute?.From.ToString(),
            CreatedAt = order.CreatedAt,
            UpdatedAt = order.UpdatedAt,
            SubmittedAt = order.SubmittedAt,
            ApprovedAt = order.Approval?.At,
            IssuedAt = order.IssuedAt,
            DisputedAt = order.Dispute?.At,
        };
}

/// <summary>An order as clients see it.</summary>
internal sealed record PurchaseOrderView : PurchaseOrderHeader, IRepresentation
{
    [SetsRequiredMembers]
    private PurchaseOrderView(PurchaseOrderHeader header, IReadOnlyList<LineItemView> lines)
        : base(header) => LineItems = lines;

    public static int Representation => 1;

    public IReadOnlyList<LineItemView> LineItems { get; }

    public static new PurchaseOrderView Of(PurchaseOrder order) =>
        new(PurchaseOrderHeader.Of(order), [.. order.LineItems.Select(LineItemView.Of)]);

    public static PurchaseOrderView Of(PurchaseOrderHeader header, IReadOnlyList<LineItemView> lines) => new(header, lines);
}

internal sealed record LineItemView
{
    [Is<LineNumber>]
    public required int LineNumber { get; init; }

    [Is<Sku>]
    public required string Sku { get; init; }

    [Is<LineDescription>]
    public required string? Description { get; init; }

    [Is<Quantity>]
    public required int Quantity { get; init; }

    [Is<NameOf<Unit>>]
    public required string Unit { get; init; }

    [Is<UnitPrice>]
    public required long UnitPriceCents { get; init; }

    [Is<Currency>]
    public required string Currency { get; init; }

    [Is<MinorUnits>]
    public required long LineTotalCents { get; init; }

    public static LineItemView Of(LineItem line) =>
        new()
        {
            LineNumber = line.LineNumber,
            Sku = line.Sku,
            Description = line.Description,
            Quantity = line.Quantity,
            Unit = line.Unit.ToString(),
            UnitPriceCents = line.UnitPriceMinor,
            Currency = line.Currency.Code,
            LineTotalCents = line.Total.MinorUnits,
        };
}

internal sealed record ApprovalView(
    [property: Is<Subject>] string Approver,
    [property: Is<NameOf<ApprovalLevel>>] string Level,
    DateTimeOffset At
);
