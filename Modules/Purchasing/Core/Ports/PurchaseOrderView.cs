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

    [Is<Reference>]
    public required string? Reference { get; init; }

    [Is<Currency>]
    public required string Currency { get; init; }

    [Is<MinorUnits>]
    public required long TotalCents { get; init; }

    [Is<NameOf<ApprovalLevel>>]
    public required string? RequiredApprovalLevel { get; init; }

    /// <summary>Orders that add up with it to that level.</summary>
    [Is<PurchaseOrderId>]
    public required IReadOnlyList<string> SplitWith { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }

    [Is<LineCount>]
    public required int LineCount { get; init; }
    public required IReadOnlyList<ApprovalView> Approvals { get; init; }

    /// <summary>New content that waits for approval; what is shown elsewhere is what is in force.</summary>
    public required AmendmentView? Amendment { get; init; }

    [Is<PaymentTerms>]
    public required int? PaymentTermsDays { get; init; }

    [Is<Day>]
    public required string? ExpectedDelivery { get; init; }

    [Is<CommentCount>]
    public required int CommentCount { get; init; }

    [Is<Reason>]
    public required string? RejectionReason { get; init; }

    [Is<Reason>]
    public required string? CancellationReason { get; init; }

    [Is<Subject>]
    public required string? CancelledBy { get; init; }

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
    public required DateTimeOffset? AcknowledgedAt { get; init; }
    public required DateTimeOffset? ReceivedAt { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required DateTimeOffset? CancelledAt { get; init; }
    public required DateTimeOffset? DisputedAt { get; init; }

    /// <summary>Until when the approval that it waits for should be decided.</summary>
    public required DateTimeOffset? ApprovalDueAt { get; init; }
    public required DateTimeOffset? EscalatedAt { get; init; }

    public static PurchaseOrderHeader Of(PurchaseOrder order) =>
        new()
        {
            Id = order.Id.ToString(),
            Number = OrderNumber.Text(order.Number),
            Status = order.Status.ToString(),
            SupplierId = order.SupplierId.ToString(),
            RequestedBy = order.RequestedBy,
            CreatedBy = order.Authors[0],
            Reference = order.Reference,
            Currency = order.Currency.Code,
            TotalCents = order.TotalMinor,
            RequiredApprovalLevel = order.RequiredLevel?.ToString(),
            SplitWith = order.SplitWith,
            Version = order.Version,
            LineCount = order.LineItems.Count(),
            Approvals = order.Approval is { } given ? [ApprovalView.Of(given)] : [],
            Amendment = AmendmentView.Of(order.Amendment),
            PaymentTermsDays = order.PaymentTermsDays,
            ExpectedDelivery = order.ExpectedDelivery is { } day ? Day.Format(day) : null,
            CommentCount = order.CommentCount,
            RejectionReason = order.Rejection?.Reason,
            CancellationReason = order.Cancellation?.Reason,
            CancelledBy = order.Cancellation?.Canceller,
            DisputeReason = order.Dispute?.Reason,
            DisputedBy = order.Dispute?.Disputer,
            DisputedFrom = order.Dispute?.From.ToString(),
            CreatedAt = order.CreatedAt,
            UpdatedAt = order.UpdatedAt,
            SubmittedAt = order.SubmittedAt,
            ApprovedAt = order.Approval?.At,
            IssuedAt = order.IssuedAt,
            AcknowledgedAt = order.AcknowledgedAt,
            ReceivedAt = order.ReceivedAt,
            ClosedAt = order.ClosedAt,
            CancelledAt = order.Cancellation?.At,
            DisputedAt = order.Dispute?.At,
            ApprovalDueAt = order.PendingApproval?.DueAt,
            EscalatedAt = order.PendingApproval?.EscalatedAt,
        };
}

/// <summary>An order as clients see it.</summary>
internal sealed record PurchaseOrderView : PurchaseOrderHeader, IRepresentation
{
    [SetsRequiredMembers]
    private PurchaseOrderView(PurchaseOrderHeader header, OrderDetails details)
        : base(header) =>
        (NoteToSupplier, DeliveryAddress, LineItems, Invoices) = (
            details.NoteToSupplier,
            details.DeliveryAddress,
            details.LineItems,
            details.Invoices
        );

    public static int Representation => 1;

    [Is<Note>]
    public string? NoteToSupplier { get; }
    public AddressView? DeliveryAddress { get; }
    public IReadOnlyList<LineItemView> LineItems { get; }
    public IReadOnlyList<OrderInvoiceView> Invoices { get; }

    public static new PurchaseOrderView Of(PurchaseOrder order) =>
        new(
            PurchaseOrderHeader.Of(order),
            new(
                order.NoteToSupplier,
                AddressView.Of(order.DeliveryAddress),
                [.. order.LineItems.Select(LineItemView.Of)],
                [.. order.Invoices.OrderBy(each => each.InvoiceId, StringComparer.Ordinal).Select(OrderInvoiceView.Of)]
            )
        );

    public static PurchaseOrderView Of(PurchaseOrderHeader header, OrderDetails details) => new(header, details);
}

/// <summary>What a list leaves out.</summary>
internal sealed record OrderDetails(
    string? NoteToSupplier,
    AddressView? DeliveryAddress,
    IReadOnlyList<LineItemView> LineItems,
    IReadOnlyList<OrderInvoiceView> Invoices
);

internal sealed record ApprovalView(
    [property: Is<Subject>] string Approver,
    [property: Is<Subject>] string? OnBehalfOf,
    [property: Is<NameOf<ApprovalLevel>>] string Level,
    DateTimeOffset At
)
{
    public static ApprovalView Of(Approval given) => new(given.Approver, given.OnBehalfOf, given.Level.ToString(), given.At);
}

internal sealed record AmendmentView(
    [property: Is<ContentVersion>] int Version,
    [property: Is<NameOf<AmendmentStatus>>] string Status,
    [property: Is<MinorUnits>] long TotalCents,
    [property: Is<NameOf<ApprovalLevel>>] string RequiredApprovalLevel,
    [property: Is<PurchaseOrderId>] IReadOnlyList<string> SplitWith,
    [property: Is<Subject>] string ProposedBy,
    bool BySupplier,
    [property: Is<Reason>] string? Reason,
    DateTimeOffset At
)
{
    public static AmendmentView? Of(Amendment? amendment) =>
        amendment is null
            ? null
            : new(
                amendment.ContentVersion,
                nameof(AmendmentStatus.AwaitingApproval),
                amendment.Content.TotalCents,
                amendment.RequiredLevel.ToString(),
                amendment.SplitWith,
                amendment.Authors[0],
                amendment.BySupplier,
                amendment.Reason,
                amendment.At
            );
}

/// <summary>States in which an amendment is shown with its order.</summary>
internal enum AmendmentStatus
{
    AwaitingApproval,
}

/// <summary>An invoice, as far as the order knows of it.</summary>
internal sealed record OrderInvoiceView(
    [property: Is<InvoiceId>] string InvoiceId,
    [property: Is<NameOf<OrderInvoiceStatus>>] string Status,
    [property: Is<MinorUnits>] long NetCents,
    [property: Is<MinorUnits>] long PaidCents
)
{
    public static OrderInvoiceView Of(OrderInvoice invoice) =>
        Of(invoice.InvoiceId, invoice.IsMatched, invoice.IsPaid, invoice.NetMinor, invoice.PaidMinor);

    public static OrderInvoiceView Of(string id, bool isMatched, bool isPaid, long net, long paid) =>
        new(
            id,
            (
                isPaid ? OrderInvoiceStatus.Paid
                : isMatched ? OrderInvoiceStatus.Matched
                : OrderInvoiceStatus.Disputed
            ).ToString(),
            net,
            paid
        );
}

internal enum OrderInvoiceStatus
{
    Matched,
    Disputed,
    Paid,
}
