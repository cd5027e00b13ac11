namespace Procurement.Purchasing.Adapters.Postgres;

using System.Text.Json;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>Columns of orders and their lines, and what they are read as: each list of columns is read in its own order.</summary>
internal static class PurchaseOrderRows
{
    /// <summary>Of the order, called <c>o</c>.</summary>
    public const string Header = """
        o.id, o.number, o.status, o.supplier_id, o.requested_by, o.authors[1], o.reference, o.currency, o.total_cents, o.required_level,
        o.split_with, o.version, o.approved_by, o.approved_for, o.approved_level, o.approved_at, o.amendment, o.payment_terms_days,
        o.expected_delivery, o.comment_count, o.rejection_reason, o.cancellation_reason, o.cancelled_by, o.dispute_reason, o.disputed_by,
        o.disputed_from, o.created_at, o.updated_at, o.submitted_at, o.issued_at, o.acknowledged_at, o.received_at, o.closed_at,
        o.cancelled_at, o.disputed_at, o.due_at, o.escalated_at
        """;

    /// <summary>Of the order, what lists leave out.</summary>
    public const string Details = """
        o.note_to_supplier, o.street, o.city, o.postal_code, o.country,
        CASE WHEN o.issued_at IS NOT NULL THEN (
            SELECT json_agg(json_build_array(i.invoice_id, i.is_matched, i.is_paid, i.net_cents, i.paid_cents) ORDER BY i.invoice_id COLLATE "C")
            FROM purchasing.order_invoices i WHERE i.order_id = o.id
        ) END
        """;

    /// <summary>Of a line, called <c>l</c>.</summary>
    public const string Line = """
        l.line_number, l.sku, l.description, l.quantity, l.unit, l.unit_price_cents, l.contains_quantity, l.contains_unit, l.delivery_date,
        l.cost_center, l.supplier_sku, l.received, l.returned, l.billed, l.cancelled
        """;

    /// <param name="at">The first column behind it.</param>
    public static PurchaseOrderHeader ReadHeader(NpgsqlDataReader row, out int at)
    {
        var i = 0;
        var header = new PurchaseOrderHeader
        {
            LineCount = 0,
            Id = new PurchaseOrderId(row.GetGuid(i++)).ToString(),
            Number = OrderNumber.Text(row.GetInt64(i++)),
            Status = row.GetString(i++),
            SupplierId = new SupplierId(row.GetGuid(i++)).ToString(),
            RequestedBy = row.GetString(i++),
            CreatedBy = row.GetString(i++),
            Reference = row.TextOrNull(i++),
            Currency = row.GetString(i++),
            TotalCents = row.GetInt64(i++),
            RequiredApprovalLevel = row.TextOrNull(i++),
            SplitWith = row.GetFieldValue<string[]>(i++),
            Version = row.GetInt64(i++),
            Approvals = ReadApproval(row, ref i),
            Amendment = row.TextOrNull(i++) is { } amendment ? AmendmentView.Of(PurchaseOrderMapping.ReadAmendment(amendment)) : null,
            PaymentTermsDays = row.IsDBNull(i++) ? null : row.GetInt32(i - 1),
            ExpectedDelivery = row.DayOrNull(i++),
            CommentCount = row.GetInt32(i++),
            RejectionReason = row.TextOrNull(i++),
            CancellationReason = row.TextOrNull(i++),
            CancelledBy = row.TextOrNull(i++),
            DisputeReason = row.TextOrNull(i++),
            DisputedBy = row.TextOrNull(i++),
            DisputedFrom = row.TextOrNull(i++),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(i++),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(i++),
            SubmittedAt = row.MomentOrNull(i++),
            IssuedAt = row.MomentOrNull(i++),
            AcknowledgedAt = row.MomentOrNull(i++),
            ReceivedAt = row.MomentOrNull(i++),
            ClosedAt = row.MomentOrNull(i++),
            CancelledAt = row.MomentOrNull(i++),
            DisputedAt = row.MomentOrNull(i++),
            ApprovalDueAt = row.MomentOrNull(i++),
            EscalatedAt = row.MomentOrNull(i++),
            ApprovedAt = null,
        };
        at = i;
        return header.Approvals is [var given] ? header with { ApprovedAt = given.At } : header;
    }

    /// <summary>Without lines.</summary>
    public static OrderDetails ReadDetails(NpgsqlDataReader row, ref int at)
    {
        var note = row.TextOrNull(at++);
        var street = row.TextOrNull(at++);
        var (city, code, country) = (row.TextOrNull(at++), row.TextOrNull(at++), row.TextOrNull(at++));
        var invoices = row.TextOrNull(at++);
        return new OrderDetails(
            note,
            street is null ? null : new AddressView(street, city!, code, country!),
            [],
            invoices is null ? [] : [.. JsonElement.Parse(invoices).EnumerateArray().Select(ReadInvoice)]
        );
    }

    public static LineItemView ReadLine(NpgsqlDataReader row, int at, string currency)
    {
        var fact = new LineItemFact
        {
            LineNumber = row.GetInt32(at++),
            Sku = row.GetString(at++),
            Description = row.TextOrNull(at++),
            Quantity = row.GetDecimal(at++),
            Unit = row.GetString(at++),
            UnitPriceCents = row.GetDecimal(at++),
            Contains = row.IsDBNull(at++) ? null : new Contents(row.GetDecimal(at - 1), Enum.Parse<Unit>(row.GetString(at))),
            DeliveryDate = row.IsDBNull(++at) ? null : row.GetFieldValue<DateOnly>(at),
            CostCenter = row.TextOrNull(++at),
            SupplierSku = row.TextOrNull(++at),
        };
        var line = LineItem.Of(fact, Currency.Parse(currency).Value);
        line.Receive(row.GetDecimal(++at));
        line.Return(row.GetDecimal(++at));
        line.Bill(row.GetDecimal(++at));
        line.Cancel(row.GetDecimal(++at));
        return LineItemView.Of(line);
    }

    private static ApprovalView[] ReadApproval(NpgsqlDataReader row, ref int i)
    {
        var (approver, principal, level, moment) = (row.TextOrNull(i++), row.TextOrNull(i++), row.TextOrNull(i++), row.MomentOrNull(i++));
        return approver is null ? [] : [new ApprovalView(approver, principal, level!, moment!.Value)];
    }

    private static OrderInvoiceView ReadInvoice(JsonElement invoice) =>
        OrderInvoiceView.Of(
            invoice[0].GetString()!,
            invoice[1].GetBoolean(),
            invoice[2].GetBoolean(),
            invoice[3].GetInt64(),
            invoice[4].GetInt64()
        );

    private static string? DayOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Day.Format(row.GetFieldValue<DateOnly>(column));
}
