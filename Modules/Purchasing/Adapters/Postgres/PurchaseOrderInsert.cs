namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using NpgsqlTypes;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;

/// <summary>
/// A new order in one statement, however many lines it has: the hottest write of the system (ADR 0011). Columns are those of the mapping
/// in <see cref="PurchasingContext"/>; the port suite compares what either way has written.
/// </summary>
internal sealed class PurchaseOrderInsert : IHandWrittenInsert
{
    private const string Order = """
        WITH placed AS (
            INSERT INTO purchasing.purchase_orders
                (id, version, number, status, supplier_id, requested_by, authors, currency, total_cents, created_at, updated_at,
                payment_terms_days)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $18)
        ), lines AS (
            INSERT INTO purchasing.line_items (order_id, line_number, sku, description, quantity, unit, unit_price_cents, currency)
            SELECT $1, * FROM unnest($11::int[], $12::text[], $13::text[], $14::numeric[], $15::text[], $16::numeric[], $17::char(3)[])
        )
        """;

    private const string Told = """
        , told AS (
            INSERT INTO purchasing.outbox
                (message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, causation_id,
                trace_parent, trace_state, occurred_at, data)
            VALUES ($25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
        )
        """;

    private const string Answer = """
        , answered AS (
            INSERT INTO purchasing.idempotency (client, key, fingerprint, status, body, etag, location, created_at)
            VALUES ($37, $38, $39, $40, $41, $42, $43, $44)
        )
        """;

    private const string History = """

        INSERT INTO purchasing.history (aggregate_id, version, event, actor, on_behalf_of, cause, at, to_state, details, trace_id)
        VALUES ($1, $2, $19, $20, $21, $22, $10, $4, $23, $24)
        """;

    private const string WithoutAnswer = Order + Told + History;
    private const string WithAnswer = Order + Told + Answer + History;

    /// <summary>The statement leaves out what a fresh draft has not, and what few orders say.</summary>
    public bool Fits(Aggregate aggregate) =>
        aggregate
            is PurchaseOrder
            {
                Status: PurchaseOrderStatus.Draft,
                Version: 1,
                Reference: null,
                DeliveryAddress: null,
                NoteToSupplier: null,
            } order
        && order.UpdatedAt == order.CreatedAt
        && order.LineItems.All(line => line is { Contains: null, DeliveryDate: null, CostCenter: null, SupplierSku: null });

    public NpgsqlBatchCommand Write(Aggregate aggregate, HistoryRow history, EventEnvelope told, StoredAnswer? answer)
    {
        var command = new NpgsqlBatchCommand(answer is null ? WithoutAnswer : WithAnswer);
        Give((PurchaseOrder)aggregate, command.Parameters);
        command
            .Parameters.With(history.Event)
            .With(history.Actor)
            .WithText(history.OnBehalfOf)
            .WithText(history.Cause)
            .WithText(history.Details, NpgsqlDbType.Json)
            .WithText(history.TraceId)
            .With(told);
        if (answer is not null)
            command.Parameters.With(answer);
        return command;
    }

    private static void Give(PurchaseOrder order, NpgsqlParameterCollection parameters)
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
            .With(lines.ConvertAll(line => line.LineNumber).ToArray())
            .With(lines.ConvertAll(line => line.Sku).ToArray())
            .With(lines.ConvertAll(line => line.Description).ToArray())
            .With(lines.ConvertAll(line => line.Quantity).ToArray())
            .With(lines.ConvertAll(line => line.Unit.ToString()).ToArray())
            .With(lines.ConvertAll(line => line.UnitPriceMinor).ToArray())
            .With(lines.ConvertAll(line => line.Currency.Code).ToArray());
        parameters.Add(
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = (object?)order.PaymentTermsDays ?? DBNull.Value }
        );
    }
}
