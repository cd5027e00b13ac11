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
        CREATE DOMAIN supplier.match_tolerance_bps AS int CHECK (VALUE BETWEEN 0 AND 1000);
        CREATE DOMAIN supplier.country AS text CHECK (VALUE ~ '^[A-Z]{2}$');
        CREATE DOMAIN supplier.hold_scope AS text CHECK (VALUE IN ('Orders', 'Payments', 'All'));
        CREATE DOMAIN supplier.bank_account_state AS text CHECK (VALUE IN ('Proposed', 'CoolingOff', 'Verified', 'Replaced'));
        CREATE DOMAIN supplier.iban AS text CHECK (VALUE ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$');
        CREATE DOMAIN supplier.bic AS text CHECK (VALUE ~ '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$');

        CREATE TABLE supplier.suppliers (
            id                 uuid PRIMARY KEY,
            version            supplier.positive_bigint NOT NULL,
            code               supplier.supplier_code NOT NULL CONSTRAINT suppliers_code_key UNIQUE,
            legal_name         supplier.legal_name NOT NULL,
            search_name        text NOT NULL,
            email              supplier.email_address NOT NULL,
            former_email       supplier.email_address,
            street             text,
            city               text,
            postal_code        text,
            country            supplier.country,
            status             supplier.supplier_status NOT NULL,
            risk_score         supplier.risk_score,
            payment_terms_days supplier.payment_terms_days,
            preferred_currency character(3),
            tax_id             text,
            match_tolerance_bps supplier.match_tolerance_bps,
            registered_by      text NOT NULL,
            approved_by        text,
            suspension_reason  text,
            blacklist_reason   text,
            hold_scope         supplier.hold_scope,
            hold_reason        text,
            held_by            text,
            held_at            timestamptz,
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
            CONSTRAINT blacklisted_has_reason CHECK ((status = 'Blacklisted') = (blacklist_reason IS NOT NULL)),
            CONSTRAINT address_is_whole CHECK (num_nulls(street, city, country) IN (0, 3) AND (postal_code IS NULL OR country IS NOT NULL)),
            CONSTRAINT hold_is_whole CHECK (num_nulls(hold_scope, hold_reason, held_by, held_at) IN (0, 4))
        );

        CREATE TABLE supplier.documents (
            supplier_id uuid NOT NULL REFERENCES supplier.suppliers ON DELETE CASCADE,
            number      int NOT NULL,
            kind        text NOT NULL,
            reference   text NOT NULL,
            valid_until date NOT NULL,
            filed_by    text NOT NULL,
            filed_at    timestamptz NOT NULL,
            PRIMARY KEY (supplier_id, number)
        );

        CREATE TABLE supplier.bank_accounts (
            supplier_id  uuid NOT NULL REFERENCES supplier.suppliers ON DELETE CASCADE,
            version      int NOT NULL CHECK (version > 0),
            iban         supplier.iban NOT NULL,
            bic          supplier.bic NOT NULL,
            holder       text NOT NULL,
            told         text[] NOT NULL,
            state        supplier.bank_account_state NOT NULL,
            proposed_by  text NOT NULL,
            proposed_at  timestamptz NOT NULL,
            confirmed_by text,
            confirmed_at timestamptz,
            usable_from  timestamptz,
            verified_at  timestamptz,
            PRIMARY KEY (supplier_id, version),
            CONSTRAINT confirmer_is_not_proposer CHECK (confirmed_by <> proposed_by),
            CONSTRAINT confirmed_is_whole CHECK (num_nulls(confirmed_by, confirmed_at, usable_from) IN (0, 3)),
            CONSTRAINT in_use_is_confirmed CHECK (state NOT IN ('CoolingOff', 'Verified') OR confirmed_by IS NOT NULL),
            CONSTRAINT used_after_cooling_off CHECK (state <> 'Verified' OR verified_at >= usable_from),
            -- One account leaves a state and another enters it in any order: hence checked at the end.
            CONSTRAINT one_account_is_payable EXCLUDE (supplier_id WITH =) WHERE (state = 'Verified') DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT one_account_is_open EXCLUDE (supplier_id WITH =) WHERE (state IN ('Proposed', 'CoolingOff'))
                DEFERRABLE INITIALLY DEFERRED
        );
        CREATE INDEX bank_accounts_to_verify ON supplier.bank_accounts (usable_from) WHERE state = 'CoolingOff';

        -- Whoever can write to the table cannot turn an account that two people have agreed on into another. Of two who confirm it at once the
        -- slower meets this too; it is told as a broken constraint, so that he is answered as anybody who comes too late.
        CREATE FUNCTION supplier.refuse_changed_account() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a bank account is never changed: propose another' USING ERRCODE = 'unique_violation', CONSTRAINT = 'account_is_never_changed';
        END $$;
        CREATE TRIGGER account_is_never_changed BEFORE UPDATE ON supplier.bank_accounts FOR EACH ROW
            WHEN ((OLD.supplier_id, OLD.version, OLD.iban, OLD.bic, OLD.holder, OLD.told, OLD.proposed_by, OLD.proposed_at)
                IS DISTINCT FROM (NEW.supplier_id, NEW.version, NEW.iban, NEW.bic, NEW.holder, NEW.told, NEW.proposed_by, NEW.proposed_at)
                OR (OLD.confirmed_by IS NOT NULL AND (OLD.confirmed_by, OLD.confirmed_at, OLD.usable_from)
                    IS DISTINCT FROM (NEW.confirmed_by, NEW.confirmed_at, NEW.usable_from)))
            EXECUTE FUNCTION supplier.refuse_changed_account();

        -- Lists are in order of id, which is the order of creation; each filter that selects few rows has its index.
        CREATE INDEX suppliers_not_approved ON supplier.suppliers (status, id) WHERE status <> 'Approved';
        CREATE INDEX suppliers_by_code ON supplier.suppliers ((code::text) text_pattern_ops);
        CREATE INDEX suppliers_by_name ON supplier.suppliers (search_name text_pattern_ops);
        CREATE INDEX suppliers_by_country ON supplier.suppliers (country, id);
        """;

    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateModuleTables(SupplierContext.SchemaName);
        migration.Sql(Tables);
    }
}
