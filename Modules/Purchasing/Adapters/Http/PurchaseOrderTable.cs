namespace Procurement.Purchasing.Adapters.Http;

using System.Globalization;
using Procurement.Purchasing.Ports;

/// <summary>Orders as a table: a row for each line, with what belongs to the order repeated.</summary>
internal static class PurchaseOrderTable
{
    private static readonly (string Name, Func<PurchaseOrderView, LineItemView, string?> Cell)[] Cells =
    [
        ("id", (order, _) => order.Id),
        ("number", (order, _) => order.Number),
        ("status", (order, _) => order.Status),
        ("supplier_id", (order, _) => order.SupplierId),
        ("requested_by", (order, _) => order.RequestedBy),
        ("created_by", (order, _) => order.CreatedBy),
        ("reference", (order, _) => order.Reference),
        ("currency", (order, _) => order.Currency),
        ("total_cents", (order, _) => Written(order.TotalCents)),
        ("created_at", (order, _) => Written(order.CreatedAt)),
        ("submitted_at", (order, _) => Written(order.SubmittedAt)),
        ("approved_at", (order, _) => Written(order.ApprovedAt)),
        ("issued_at", (order, _) => Written(order.IssuedAt)),
        ("received_at", (order, _) => Written(order.ReceivedAt)),
        ("closed_at", (order, _) => Written(order.ClosedAt)),
        ("cancelled_at", (order, _) => Written(order.CancelledAt)),
        ("line_number", (_, line) => Written(line.LineNumber)),
        ("sku", (_, line) => line.Sku),
        ("description", (_, line) => line.Description),
        ("quantity", (_, line) => Written(line.Quantity)),
        ("unit", (_, line) => line.Unit),
        ("unit_price_cents", (_, line) => Written(line.UnitPriceCents)),
        ("line_total_cents", (_, line) => Written(line.LineTotalCents)),
        ("delivery_date", (_, line) => line.DeliveryDate),
        ("cost_center", (_, line) => line.CostCenter),
        ("supplier_sku", (_, line) => line.SupplierSku),
        ("received_quantity", (_, line) => Written(line.ReceivedQuantity)),
        ("returned_quantity", (_, line) => Written(line.ReturnedQuantity)),
        ("billed_quantity", (_, line) => Written(line.BilledQuantity)),
        ("cancelled_quantity", (_, line) => Written(line.CancelledQuantity)),
        ("open_quantity", (_, line) => Written(line.OpenQuantity)),
    ];

    public static IReadOnlyList<string> Columns { get; } = [.. Cells.Select(cell => cell.Name)];

    public static IEnumerable<IReadOnlyList<string?>> Rows(PurchaseOrderView order) =>
        order.LineItems.Select(line => Array.ConvertAll(Cells, cell => cell.Cell(order, line)));

    private static string Written(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string? Written(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
