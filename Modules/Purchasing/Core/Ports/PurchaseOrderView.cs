namespace Procurement.Purchasing.Ports;

using System.Globalization;
using Procurement.Purchasing.Domain;

/// <summary>An order as clients see it.</summary>
internal sealed record PurchaseOrderView(
    string Id,
    string Number,
    string Status,
    string SupplierId,
    string RequestedBy,
    string CreatedBy,
    string Currency,
    long TotalCents,
    string? RequiredApprovalLevel,
    long Version,
    IReadOnlyList<LineItemView> LineItems,
    IReadOnlyList<ApprovalView> Approvals,
    string? RejectionReason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset? ApprovedAt
)
{
    public static PurchaseOrderView Of(PurchaseOrder order) =>
        new(
            order.Id.ToString(),
            NumberText(order.Number),
            order.Status.ToString(),
            order.SupplierId.ToString(),
            order.RequestedBy,
            order.Authors[0],
            order.Currency.Code,
            order.TotalMinor,
            order.RequiredLevel?.ToString(),
            order.Version,
            [.. order.LineItems.Select(LineItemView.Of)],
            order.ApprovedBy is null ? [] : [new ApprovalView(order.ApprovedBy, order.ApprovedLevel.ToString()!, order.ApprovedAt!.Value)],
            order.RejectionReason,
            order.CreatedAt,
            order.UpdatedAt,
            order.SubmittedAt,
            order.ApprovedAt
        );

    public static string NumberText(long number) => string.Create(CultureInfo.InvariantCulture, $"PO-{number:D8}");
}

internal sealed record LineItemView(
    int LineNumber,
    string Sku,
    string? Description,
    int Quantity,
    string Unit,
    long UnitPriceCents,
    string Currency,
    long LineTotalCents
)
{
    public static LineItemView Of(LineItem line) =>
        new(
            line.LineNumber,
            line.Sku,
            line.Description,
            line.Quantity,
            line.Unit.ToString(),
            line.UnitPriceMinor,
            line.Currency.Code,
            line.Total.MinorUnits
        );
}

internal sealed record ApprovalView(string Approver, string Level, DateTimeOffset At);
