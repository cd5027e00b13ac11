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
            VALUE IN ('Draft', 'AwaitingApproval', 'Approved', 'Issued', 'Cancelled', 'Disputed')
        );
        CREATE DOMAIN purchasing.approval_level AS text CHECK (VALUE IN ('L1', 'L2', 'L3'));
        CREATE DOMAIN purchasing.unit AS text CHECK (VALUE IN ('EACH', 'BOX', 'KG', 'LITRE', 'HOUR'));
        CREATE DOMAIN purchasing.sku AS text CHECK (length(VALUE) BETWEEN 1 AND 64);
        CREATE DOMAIN purchasing.subjects AS text[] CHECK (cardinality(VALUE) >= 1);

        CREATE TABLE purchasing.purchase_orders (
            id               uuid PRIMARY KEY,
            version          purchasing.positive_bigint NOT NULL,
            number           bigint NOT NULL CONSTRAINT purchase_orders_number_key UNIQUE,
            status           purchasing.order_status NOT NULL,
            supplier_id      uuid NOT NULL,
            requested_by     purchasing.subject NOT NULL,
            authors          purchasing.subjects NOT NULL,
            currency         char(3) NOT NULL,
            total_cents      purchasing.positive_bigint NOT NULL,
            required_level   purchasing.approval_level,
            approved_by      text,
            approved_level   purchasing.approval_level,
            rejected_by      text,
            rejection_reason text,
            rejected_at      timestamptz,
            disputed_by      text,
            dispute_reason   text,
            disputed_from    purchasing.order_status,
            disputed_at      timestamptz,
            created_at       timestamptz NOT NULL,
            updated_at       timestamptz NOT NULL,
            submitted_at     timestamptz,
            approved_at      timestamptz,
            issued_at        timestamptz,
            -- Letter case does not tell two names of one person apart.
            CONSTRAINT approver_is_no_author CHECK (
                lower(approved_by) <> lower(requested_by) AND lower(approved_by) <> ALL (lower(authors::text)::text[])
            ),
            -- A draft may be cancelled or disputed as it is.
            CONSTRAINT submitted_has_level CHECK (status IN ('Draft', 'Cancelled', 'Disputed') OR required_level IS NOT NULL),
            CONSTRAINT approved_has_approver CHECK (status NOT IN ('Approved', 'Issued') OR approved_by IS NOT NULL),
            CONSTRAINT issued_has_moment CHECK (status <> 'Issued' OR issued_at IS NOT NULL),
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

        -- No foreign key: lines are only ever written in the commit of their order, and a check per line would cost more than the line.
        CREATE TABLE purchasing.line_items (
            order_id         uuid NOT NULL,
            line_number      purchasing.positive_int NOT NULL,
            sku              purchasing.sku NOT NULL,
            description      text,
            quantity         purchasing.positive_int NOT NULL,
            unit             purchasing.unit NOT NULL,
            unit_price_cents purchasing.positive_bigint NOT NULL,
            currency         char(3) NOT NULL,
            PRIMARY KEY (order_id, line_number)
        );

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
