namespace Procurement.Purchasing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

[DbContext(typeof(PurchasingContext))]
[Migration("20261123_0001_purchase_orders")]
internal sealed class PurchaseOrders : Migration
{
    private const string Tables = """
        CREATE SEQUENCE purchasing.order_numbers INCREMENT BY 64 START WITH 1;

        CREATE TABLE purchasing.purchase_orders (
            id               uuid PRIMARY KEY,
            version          bigint NOT NULL CHECK (version >= 1),
            number           bigint NOT NULL CONSTRAINT purchase_orders_number_key UNIQUE,
            status           text NOT NULL CHECK (status IN ('Draft', 'AwaitingApproval', 'Approved', 'Cancelled')),
            supplier_id      uuid NOT NULL,
            requested_by     text NOT NULL CHECK (length(requested_by) BETWEEN 1 AND 128),
            authors          text[] NOT NULL CHECK (cardinality(authors) >= 1),
            currency         char(3) NOT NULL,
            total_cents      bigint NOT NULL CHECK (total_cents > 0),
            required_level   text CHECK (required_level IN ('L1', 'L2', 'L3')),
            approved_by      text CHECK (approved_by <> requested_by AND approved_by <> ALL (authors)),
            approved_level   text CHECK (approved_level IN ('L1', 'L2', 'L3')),
            rejected_by      text,
            rejection_reason text,
            rejected_at      timestamptz,
            created_at       timestamptz NOT NULL,
            updated_at       timestamptz NOT NULL,
            submitted_at     timestamptz,
            approved_at      timestamptz,
            CONSTRAINT submitted_has_level CHECK (status = 'Draft' OR required_level IS NOT NULL),
            CONSTRAINT approved_has_approver CHECK (status <> 'Approved' OR approved_by IS NOT NULL)
        );
        -- Lists are in order of id, which is the order of creation; each filter that selects few rows has its index.
        CREATE INDEX purchase_orders_supplier ON purchasing.purchase_orders (supplier_id, id);
        CREATE INDEX purchase_orders_requested_by ON purchasing.purchase_orders (requested_by, id);
        CREATE INDEX purchase_orders_awaiting ON purchasing.purchase_orders (id) WHERE status = 'AwaitingApproval';

        -- No foreign key: lines are only ever written in the commit of their order, and a check per line would cost more than the line.
        CREATE TABLE purchasing.line_items (
            order_id         uuid NOT NULL,
            line_number      int NOT NULL CHECK (line_number >= 1),
            sku              text NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
            description      text,
            quantity         int NOT NULL CHECK (quantity > 0),
            unit             text NOT NULL CHECK (unit IN ('EACH', 'BOX', 'KG', 'LITRE', 'HOUR')),
            unit_price_cents bigint NOT NULL CHECK (unit_price_cents > 0),
            currency         char(3) NOT NULL,
            PRIMARY KEY (order_id, line_number)
        );

        CREATE TABLE purchasing.history (
            aggregate_id uuid NOT NULL,
            version      bigint NOT NULL CHECK (version >= 1),
            event        text NOT NULL,
            actor        text NOT NULL,
            on_behalf_of text,
            cause        text,
            at           timestamptz NOT NULL,
            from_state   text,
            to_state     text NOT NULL,
            details      json,
            trace_id     text,
            CONSTRAINT history_pkey PRIMARY KEY (aggregate_id, version)
        );

        CREATE TABLE purchasing.idempotency (
            client      text NOT NULL,
            key         text NOT NULL,
            fingerprint bytea NOT NULL,
            status      int NOT NULL,
            body        bytea NOT NULL,
            etag        text,
            location    text,
            created_at  timestamptz NOT NULL,
            CONSTRAINT idempotency_pkey PRIMARY KEY (client, key)
        );
        -- Rows arrive in order of time, so a few pages of index serve the pruning.
        CREATE INDEX idempotency_created_at ON purchasing.idempotency USING brin (created_at);
        """;

    protected override void Up(MigrationBuilder migration) => migration.Sql(Tables);
}
