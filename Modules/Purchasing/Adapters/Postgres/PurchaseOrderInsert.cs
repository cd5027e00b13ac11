namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;

/// <summary>
/// A new order in two inserts, however many lines it has: the hottest write of the system (ADR 0011). Columns are those of the mapping
/// in <see cref="PurchasingContext"/>; the port suite compares what either way has written.
/// </summary>
internal static class PurchaseOrderInsert
{
    public const string Order = """
        INSERT INTO purchasing.purchase_orders
            (id, version, number, status, supplier_id, requested_by, authors, currency, total_cents, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public const string Lines = """
        INSERT INTO purchasing.line_items (order_id, line_number, sku, description, quantity, unit, unit_price_cents, currency)
        SELECT $1, * FROM unnest($12::int[], $13::text[], $14::text[], $15::int[], $16::text[], $17::bigint[], $18::char(3)[])
        """;

    public static void Give(PurchaseOrder order, NpgsqlParameterCollection parameters)
    {
        var lines = order.LineItems.ToList();
        parameters
            .With(order.Id.Value)
            .With(order.Version)
            .With(order.Number)
            .With(order.Status.ToString())
            .With(order.SupplierId.Value)
            .With(order.RequestedBy)
            .With(order.Authors.ToArray())
            .With(order.Currency.Code)
            .With(order.TotalMinor)
            .With(order.CreatedAt)
            .With(order.UpdatedAt)
            .With(lines.ConvertAll(line => line.LineNumber).ToArray())
            .With(lines.ConvertAll(line => line.Sku).ToArray())
            .With(lines.ConvertAll(line => line.Description).ToArray())
            .With(lines.ConvertAll(line => line.Quantity).ToArray())
            .With(lines.ConvertAll(line => line.Unit.ToString()).ToArray())
            .With(lines.ConvertAll(line => line.UnitPriceMinor).ToArray())
            .With(lines.ConvertAll(line => line.Currency.Code).ToArray());
    }

    /// <summary>The statements leave out what a fresh draft has not; anything else goes through the mapping.</summary>
    public static bool IsFreshDraft(PurchaseOrder order) => order is { Status: PurchaseOrderStatus.Draft, Version: 1 };
}
