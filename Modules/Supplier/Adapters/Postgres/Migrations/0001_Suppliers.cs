namespace Procurement.Supplier.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>Rules for one value are domains, those between the values of a row are checks (ADR 0011).</summary>
[DbContext(typeof(SupplierContext))]
[Migration("20261125_0001_suppliers")]
internal sealed class Suppliers : Migration
{
    private const string Tables = """
        CREATE DOMAIN supplier.supplier_code AS text CHECK (VALUE ~ '^[A-Z]{2}-[0-9]{6}$');
        CREATE DOMAIN supplier.legal_name AS text CHECK (length(VALUE) BETWEEN 1 AND 256);
        CREATE DOMAIN supplier.email_address AS text CHECK (length(VALUE) BETWEEN 3 AND 254);
        CREATE DOMAIN supplier.supplier_status AS text CHECK (VALUE IN ('Pending', 'Approved', 'Suspended', 'Blacklisted'));
        CREATE DOMAIN supplier.risk_score AS int CHECK (VALUE BETWEEN 0 AND 100);
        CREATE DOMAIN supplier.payment_terms_days AS int CHECK (VALUE BETWEEN 0 AND 365);

        CREATE TABLE supplier.suppliers (
            id                 uuid PRIMARY KEY,
            version            supplier.positive_bigint NOT NULL,
            code               supplier.supplier_code NOT NULL CONSTRAINT suppliers_code_key UNIQUE,
            legal_name         supplier.legal_name NOT NULL,
            email              supplier.email_address NOT NULL,
            status             supplier.supplier_status NOT NULL,
            risk_score         supplier.risk_score,
            payment_terms_days supplier.payment_terms_days,
            registered_by      text NOT NULL,
            approved_by        text,
            suspension_reason  text,
            blacklist_reason   text,
            created_at         timestamptz NOT NULL,
            updated_at         timestamptz NOT NULL,
            approved_at        timestamptz,
            CONSTRAINT approver_is_not_registrar CHECK (approved_by <> registered_by),
            -- Says which states have an approval, so that a state to come without one needs no change here.
            CONSTRAINT approved_has_approver CHECK (
                status NOT IN ('Approved', 'Suspended') OR (approved_by IS NOT NULL AND approved_at IS NOT NULL AND risk_score IS NOT NULL)
            ),
            -- A reason goes when the state that it is for does: the history keeps it.
            CONSTRAINT suspended_has_reason CHECK ((status = 'Suspended') = (suspension_reason IS NOT NULL)),
            CONSTRAINT blacklisted_has_reason CHECK ((status = 'Blacklisted') = (blacklist_reason IS NOT NULL))
        );
        -- Lists are in order of id, which is the order of creation; each filter that selects few rows has its index.
        CREATE INDEX suppliers_not_approved ON supplier.suppliers (status, id) WHERE status <> 'Approved';
        """;

    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateModuleTables(SupplierContext.SchemaName);
        migration.Sql(Tables);
    }
}
