namespace Procurement.Supplier.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

[DbContext(typeof(SupplierContext))]
[Migration("20261123_0001_suppliers")]
internal sealed class Suppliers : Migration
{
    private const string Sql = """
        CREATE TABLE supplier.suppliers (
            id                 uuid PRIMARY KEY,
            version            bigint NOT NULL CHECK (version >= 1),
            code               text NOT NULL CHECK (code ~ '^[A-Z]{2}-[0-9]{6}$') CONSTRAINT suppliers_code_key UNIQUE,
            legal_name         text NOT NULL CHECK (length(legal_name) BETWEEN 1 AND 256),
            email              text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
            status             text NOT NULL CHECK (status IN ('Pending', 'Approved', 'Suspended')),
            risk_score         int CHECK (risk_score BETWEEN 0 AND 100),
            payment_terms_days int CHECK (payment_terms_days BETWEEN 0 AND 365),
            registered_by      text NOT NULL,
            approved_by        text CHECK (approved_by <> registered_by),
            suspension_reason  text,
            created_at         timestamptz NOT NULL,
            updated_at         timestamptz NOT NULL,
            approved_at        timestamptz,
            CONSTRAINT approved_has_approver CHECK (
                status = 'Pending' OR (approved_by IS NOT NULL AND approved_at IS NOT NULL AND risk_score IS NOT NULL)
            ),
            CONSTRAINT suspended_has_reason CHECK (status <> 'Suspended' OR suspension_reason IS NOT NULL)
        );
        -- Lists are in order of id, which is the order of creation; each filter that selects few rows has its index.
        CREATE INDEX suppliers_not_approved ON supplier.suppliers (status, id) WHERE status <> 'Approved';

        CREATE TABLE supplier.history (
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

        CREATE TABLE supplier.idempotency (
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
        CREATE INDEX idempotency_created_at ON supplier.idempotency USING brin (created_at);
        """;

    protected override void Up(MigrationBuilder migration) => migration.Sql(Sql);
}
