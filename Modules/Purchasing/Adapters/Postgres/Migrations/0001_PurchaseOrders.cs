namespace Procurement.Purchasing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>Rules for one value are domains, those between the values of a row are checks (ADR 0011).</summary>
[DbContext(typeof(PurchasingContext))]
[Migration("20261125_0001_purchase_orders")]
internal sealed class PurchaseOrders : Migration
{
    private const string Tables = """
        CREATE SEQUENCE purchasing.order_numbers INCREMENT BY 64 START WITH 1;

        CREATE DOMAIN purchasing.order_status AS text CHECK (
            VALUE IN (
                'Draft', 'AwaitingApproval', 'Approved', 'Issued', 'Acknowledged', 'PartiallyReceived', 'Received', 'Invoiced', 'Paid',
                'Closed', 'Cancelled', 'Disputed'
            )
        );
        CREATE DOMAIN purchasing.approval_level AS text CHECK (VALUE IN ('L1', 'L2', 'L3'));
        CREATE DOMAIN purchasing.unit AS text CHECK (VALUE IN ('EACH', 'BOX', 'KG', 'LITRE', 'HOUR'));
        CREATE DOMAIN purchasing.sku AS text CHECK (length(VALUE) BETWEEN 1 AND 64);
        CREATE DOMAIN purchasing.quantity AS numeric CHECK (VALUE > 0 AND scale(VALUE) <= 6);
        CREATE DOMAIN purchasing.counted AS numeric CHECK (VALUE >= 0);
        CREATE DOMAIN purchasing.unit_price AS numeric CHECK (VALUE > 0 AND scale(VALUE) <= 6);
        CREATE DOMAIN purchasing.subjects AS text[] CHECK (cardinality(VALUE) >= 1);

        CREATE TABLE purchasing.purchase_orders (
            id                  uuid PRIMARY KEY,
            version             purchasing.positive_bigint NOT NULL,
            number              bigint NOT NULL CONSTRAINT purchase_orders_number_key UNIQUE,
            status              purchasing.order_status NOT NULL,
            supplier_id         uuid NOT NULL,
            requested_by        purchasing.subject NOT NULL,
            reference           text,
            authors             purchasing.subjects NOT NULL,
            currency            char(3) NOT NULL,
            total_cents         purchasing.positive_bigint NOT NULL,
            street              text,
            city                text,
            postal_code         text,
            country             char(2),
            payment_terms_days  int,
            note_to_supplier    text,
            content_version     int NOT NULL DEFAULT 1,
            content_versions    int NOT NULL DEFAULT 1,
            comment_count       int NOT NULL DEFAULT 0,
            required_level      purchasing.approval_level,
            split_with          text[] NOT NULL DEFAULT '{}',
            split_number        purchasing.positive_bigint,
            approved_by         text,
            approved_for        text,
            approved_level      purchasing.approval_level,
            approved_digest     text,
            amendment           json,
            -- Whose decision is awaited, of what is in force or of the amendment, and who made it and so may not decide.
            waiting_level       purchasing.approval_level,
            waiting_since       timestamptz,
            waiting_makers      text[] NOT NULL DEFAULT '{}',
            remind_at           timestamptz,
            due_at              timestamptz,
            reminded_at         timestamptz,
            escalated_at        timestamptz,
            rejected_by         text,
            rejection_reason    text,
            rejected_at         timestamptz,
            cancelled_by        text,
            cancellation_reason text,
            cancelled_at        timestamptz,
            disputed_by         text,
            dispute_reason      text,
            disputed_from       purchasing.order_status,
            disputed_invoice_id text,
            disputed_at         timestamptz,
            created_at          timestamptz NOT NULL,
            updated_at          timestamptz NOT NULL,
            submitted_at        timestamptz,
            approved_at         timestamptz,
            issued_at           timestamptz,
            acknowledged_at     timestamptz,
            expected_delivery   date,
            received_at         timestamptz,
            closed_at           timestamptz,
            -- Letter case does not tell two names of one person apart.
            CONSTRAINT approver_is_no_author CHECK (
                lower(approved_by) <> lower(requested_by) AND lower(approved_by) <> ALL (lower(authors::text)::text[])
                AND (approved_for IS NULL
                    OR (lower(approved_for) <> lower(requested_by) AND lower(approved_for) <> ALL (lower(authors::text)::text[])))
            ),
            -- A draft may be cancelled or disputed as it is.
            CONSTRAINT submitted_has_level CHECK (status IN ('Draft', 'Cancelled', 'Disputed') OR required_level IS NOT NULL),
            CONSTRAINT approved_has_approver CHECK (
                status IN ('Draft', 'AwaitingApproval', 'Cancelled', 'Disputed') OR (approved_by IS NOT NULL AND approved_digest IS NOT NULL)
            ),
            CONSTRAINT issued_has_moment CHECK (
                status IN ('Draft', 'AwaitingApproval', 'Approved', 'Cancelled', 'Disputed') OR issued_at IS NOT NULL
            ),
            CONSTRAINT disputed_has_dispute CHECK (
                status <> 'Disputed'
                OR (disputed_by IS NOT NULL AND dispute_reason IS NOT NULL AND disputed_from IS NOT NULL AND disputed_at IS NOT NULL)
            )
        );
        -- Lists are in order of id, which is the order of creation. A filter on a column has its index, with the other columns of filters in
        -- it, so that a list passes what it leaves out without visiting the rows (make filters).
        CREATE INDEX purchase_orders_supplier ON purchasing.purchase_orders (supplier_id, id) INCLUDE (requested_by, status, created_at);
        CREATE INDEX purchase_orders_requested_by ON purchasing.purchase_orders (requested_by, id) INCLUDE (supplier_id, status, created_at);
        CREATE INDEX purchase_orders_status ON purchasing.purchase_orders (status, id);
        -- Amounts within bounds that few have; bounds that many have are met by going through the orders.
        CREATE INDEX purchase_orders_total ON purchasing.purchase_orders (total_cents);
        -- What somebody has to decide, in the order in which it is shown; whom to remind, and what is overdue; what may be one purchase.
        CREATE INDEX purchase_orders_waiting ON purchasing.purchase_orders (waiting_level DESC, waiting_since, id)
            WHERE waiting_level IS NOT NULL;
        CREATE INDEX purchase_orders_remind ON purchasing.purchase_orders (remind_at)
            WHERE remind_at IS NOT NULL AND reminded_at IS NULL AND escalated_at IS NULL;
        CREATE INDEX purchase_orders_due ON purchasing.purchase_orders (due_at) WHERE due_at IS NOT NULL AND escalated_at IS NULL;
        CREATE INDEX purchase_orders_submitted ON purchasing.purchase_orders (supplier_id, submitted_at) WHERE submitted_at IS NOT NULL;
        CREATE UNIQUE INDEX purchase_orders_split_key ON purchasing.purchase_orders (supplier_id, upper(requested_by), currency, split_number)
            WHERE split_number IS NOT NULL;

        -- No foreign key: lines are only ever written in the commit of their order, and a check per line would cost more than the line.
        CREATE TABLE purchasing.line_items (
            order_id          uuid NOT NULL,
            line_number       purchasing.positive_int NOT NULL,
            sku               purchasing.sku NOT NULL,
            description       text,
            quantity          purchasing.quantity NOT NULL,
            unit              purchasing.unit NOT NULL,
            unit_price_cents  purchasing.unit_price NOT NULL,
            currency          char(3) NOT NULL,
            contains_quantity purchasing.quantity,
            contains_unit     purchasing.unit,
            delivery_date     date,
            cost_center       text,
            supplier_sku      purchasing.sku,
            -- How far it has been delivered, in the unit that its own contains.
            received          purchasing.counted NOT NULL DEFAULT 0,
            returned          purchasing.counted NOT NULL DEFAULT 0,
            billed            purchasing.counted NOT NULL DEFAULT 0,
            cancelled         purchasing.counted NOT NULL DEFAULT 0,
            PRIMARY KEY (order_id, line_number),
            CONSTRAINT counters_in_bounds CHECK (returned <= received AND billed <= received)
        );

        -- What Invoicing has told of the invoices of an order.
        CREATE TABLE purchasing.order_invoices (
            order_id          uuid NOT NULL,
            invoice_id        text NOT NULL,
            net_cents         bigint NOT NULL,
            is_matched        boolean NOT NULL,
            is_disputed       boolean NOT NULL,
            paid_cents        bigint NOT NULL,
            is_paid           boolean NOT NULL,
            billed_lines      int[] NOT NULL,
            billed_quantities numeric[] NOT NULL,
            PRIMARY KEY (order_id, invoice_id)
        );

        CREATE DOMAIN purchasing.receipt_status AS text CHECK (VALUE IN ('Verified', 'Disputed'));

        CREATE TABLE purchasing.goods_receipts (
            id                uuid PRIMARY KEY,
            version           purchasing.positive_bigint NOT NULL,
            status            purchasing.receipt_status NOT NULL,
            order_id          uuid NOT NULL,
            supplier_id       uuid NOT NULL,
            delivery_note     text NOT NULL,
            received_by       purchasing.subject NOT NULL,
            resolved_by       text,
            resolution_reason text,
            resolved_at       timestamptz,
            created_at        timestamptz NOT NULL,
            updated_at        timestamptz NOT NULL,
            -- One delivery is received once, however often somebody tries.
            CONSTRAINT goods_receipts_delivery_note_key UNIQUE (order_id, delivery_note)
        );
        CREATE INDEX goods_receipts_order ON purchasing.goods_receipts (order_id, id);
        CREATE INDEX goods_receipts_status ON purchasing.goods_receipts (status, id);

        CREATE TABLE purchasing.receipt_lines (
            receipt_id  uuid NOT NULL,
            place       purchasing.positive_int NOT NULL,
            line_number purchasing.positive_int NOT NULL,
            quantity    purchasing.quantity NOT NULL,
            unit        purchasing.unit NOT NULL,
            counted     purchasing.counted NOT NULL,
            qc_failed   boolean NOT NULL,
            reason      text,
            returned    purchasing.counted NOT NULL,
            PRIMARY KEY (receipt_id, place),
            CONSTRAINT returned_at_most_what_came CHECK (returned <= counted)
        );

        -- What searches look through: a copy, made soon after the commit, many orders at a time (ADR 0021).
        CREATE TABLE purchasing.order_search (
            order_id uuid PRIMARY KEY,
            version  purchasing.positive_bigint NOT NULL,
            content  text COLLATE "C" NOT NULL,
            grams    tsvector NOT NULL
        );
        CREATE INDEX order_search_grams ON purchasing.order_search USING gin (grams);
        CREATE INDEX history_content ON purchasing.history (at) WHERE event IN ('LineItemsChanged', 'AmendmentApproved');

        -- What Supplier has told of its suppliers.
        CREATE TABLE purchasing.supplier_standings (
            supplier_id uuid PRIMARY KEY,
            standing    text NOT NULL,
            version     purchasing.positive_bigint NOT NULL,
            at          timestamptz NOT NULL
        );
        """;

    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateModuleTables(PurchasingContext.SchemaName);
        migration.Sql(Tables);
    }
}
