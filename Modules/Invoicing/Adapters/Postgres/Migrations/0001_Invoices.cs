namespace Procurement.Invoicing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>Rules for one value are domains, those between the values of a row are checks (ADR 0011).</summary>
[DbContext(typeof(InvoicingContext))]
[Migration("20261126_0001_invoices")]
internal sealed class Invoices : Migration
{
    private const string Tables = """
        CREATE DOMAIN invoicing.invoice_status AS text CHECK (
            VALUE IN ('Registered', 'Matching', 'Matched', 'Disputed', 'ScheduledForPayment', 'Paid')
        );
        CREATE DOMAIN invoicing.dispute_code AS text CHECK (
            VALUE IN ('REF', 'LEG', 'REC', 'QUA', 'DEL', 'PRI', 'QTY', 'ITM', 'PAY', 'FIN', 'PPD', 'OTH')
        );
        CREATE DOMAIN invoicing.minor_units AS bigint CHECK (VALUE >= 0);
        CREATE DOMAIN invoicing.counted AS numeric CHECK (VALUE >= 0);
        CREATE DOMAIN invoicing.quantity AS numeric CHECK (VALUE > 0 AND scale(VALUE) <= 6);
        CREATE DOMAIN invoicing.unit_price AS numeric CHECK (VALUE >= 0 AND scale(VALUE) <= 6);

        CREATE TABLE invoicing.invoices (
            id                      uuid PRIMARY KEY,
            version                 invoicing.positive_bigint NOT NULL,
            status                  invoicing.invoice_status NOT NULL,
            is_void                 boolean NOT NULL,
            void_reason             text,
            supplier_id             uuid NOT NULL,
            number                  text NOT NULL,
            -- What is left of the number when what does not tell two apart is taken away.
            number_key              text NOT NULL,
            order_id                uuid,
            currency                char(3) NOT NULL,
            issue_date              date NOT NULL,
            due_date                date NOT NULL,
            net_cents               invoicing.positive_bigint NOT NULL,
            gross_cents             invoicing.positive_bigint NOT NULL,
            tax                     json NOT NULL,
            early_payment_discount  json,
            candidates              json NOT NULL,
            possible_duplicates     text[] NOT NULL,
            match                   json,
            variance_cents          bigint,
            resubmissions           int NOT NULL,
            dispute_code            invoicing.dispute_code,
            dispute_reason          text,
            disputed_by             text,
            disputed_at             timestamptz,
            dispute_is_final        boolean,
            credited_net_cents      invoicing.minor_units NOT NULL,
            credited_gross_cents    invoicing.minor_units NOT NULL,
            credited_at_large_cents invoicing.minor_units NOT NULL,
            expected_credit_cents   invoicing.minor_units NOT NULL,
            registered_by           invoicing.subject NOT NULL,
            remind_at               timestamptz,
            matched_at              timestamptz,
            created_at              timestamptz NOT NULL,
            updated_at              timestamptz NOT NULL,
            CONSTRAINT gross_holds_net CHECK (gross_cents >= net_cents),
            CONSTRAINT credited_at_most_all CHECK (credited_net_cents <= net_cents AND credited_gross_cents <= gross_cents),
            CONSTRAINT disputed_has_dispute CHECK (status <> 'Disputed' OR dispute_code IS NOT NULL),
            CONSTRAINT matched_has_order CHECK (status NOT IN ('Matched', 'ScheduledForPayment', 'Paid') OR order_id IS NOT NULL),
            CONSTRAINT void_has_reason CHECK (is_void = (void_reason IS NOT NULL))
        );
        -- Nobody bills the same twice.
        CREATE UNIQUE INDEX invoices_number_key ON invoicing.invoices (supplier_id, number_key) WHERE NOT is_void;
        CREATE INDEX invoices_supplier ON invoicing.invoices (supplier_id, id);
        CREATE INDEX invoices_order ON invoicing.invoices (order_id, id) WHERE order_id IS NOT NULL;
        CREATE INDEX invoices_status ON invoicing.invoices (status, id);
        CREATE INDEX invoices_due ON invoicing.invoices (due_date, id);
        CREATE INDEX invoices_gross ON invoicing.invoices (supplier_id, gross_cents, issue_date, id);
        CREATE INDEX invoices_remind ON invoicing.invoices (remind_at) WHERE remind_at IS NOT NULL;

        CREATE TABLE invoicing.invoice_lines (
            invoice_id        uuid NOT NULL,
            line_number       invoicing.positive_int NOT NULL,
            order_line_number invoicing.positive_int NOT NULL,
            quantity          invoicing.quantity NOT NULL,
            unit_price_cents  invoicing.unit_price NOT NULL,
            net_cents         invoicing.minor_units NOT NULL,
            PRIMARY KEY (invoice_id, line_number)
        );

        CREATE DOMAIN invoicing.credit_note_status AS text CHECK (VALUE IN ('Open', 'SetOff'));

        CREATE TABLE invoicing.credit_notes (
            id            uuid PRIMARY KEY,
            version       invoicing.positive_bigint NOT NULL,
            status        invoicing.credit_note_status NOT NULL,
            invoice_id    uuid NOT NULL,
            supplier_id   uuid NOT NULL,
            number        text NOT NULL,
            number_key    text NOT NULL,
            currency      char(3) NOT NULL,
            net_cents     invoicing.positive_bigint NOT NULL,
            gross_cents   invoicing.positive_bigint NOT NULL,
            open_cents    invoicing.minor_units NOT NULL,
            tax           json NOT NULL,
            lines         json NOT NULL,
            reason        text NOT NULL,
            registered_by invoicing.subject NOT NULL,
            created_at    timestamptz NOT NULL,
            updated_at    timestamptz NOT NULL,
            CONSTRAINT credit_notes_number_key UNIQUE (supplier_id, number_key),
            CONSTRAINT open_at_most_all CHECK (open_cents <= gross_cents),
            CONSTRAINT set_off_has_nothing_left CHECK ((status = 'SetOff') = (open_cents = 0))
        );
        CREATE INDEX credit_notes_invoice ON invoicing.credit_notes (invoice_id, id);
        CREATE INDEX credit_notes_open ON invoicing.credit_notes (supplier_id, id) WHERE open_cents > 0;
        """;

    private const string Orders = """

        CREATE DOMAIN invoicing.order_copy_status AS text CHECK (VALUE IN ('Expected', 'Issued', 'Cancelled'));

        -- What Purchasing has told of its orders.
        CREATE TABLE invoicing.orders (
            id                 uuid PRIMARY KEY,
            version            invoicing.positive_bigint NOT NULL,
            status             invoicing.order_copy_status NOT NULL,
            number             text,
            supplier_id        uuid,
            currency           char(3),
            total_cents        bigint,
            payment_terms_days int,
            tolerance          json,
            discrepancies      text[] NOT NULL,
            issued_at          timestamptz,
            created_at         timestamptz NOT NULL,
            updated_at         timestamptz NOT NULL,
            CONSTRAINT issued_is_whole CHECK (status <> 'Issued' OR num_nulls(number, supplier_id, currency, total_cents, issued_at) = 0)
        );
        CREATE INDEX orders_supplier ON invoicing.orders (supplier_id, id) WHERE status = 'Issued';

        -- The counters that guard billing: one row a line.
        CREATE TABLE invoicing.order_lines (
            order_id         uuid NOT NULL,
            line_number      invoicing.positive_int NOT NULL,
            sku              text,
            description      text,
            supplier_sku     text,
            ordered          invoicing.counted NOT NULL,
            unit_price_cents invoicing.unit_price NOT NULL,
            unit_size        invoicing.quantity NOT NULL,
            cancelled        invoicing.counted NOT NULL,
            received         invoicing.counted NOT NULL,
            returned         invoicing.counted NOT NULL,
            billed           invoicing.counted NOT NULL,
            tolerance        json,
            PRIMARY KEY (order_id, line_number),
            CONSTRAINT billed_at_most_what_came CHECK (billed <= received)
        );

        -- Which invoice bills what of which line, less what was credited.
        CREATE TABLE invoicing.billings (
            order_id    uuid NOT NULL,
            invoice_id  uuid NOT NULL,
            line_number invoicing.positive_int NOT NULL,
            place       invoicing.positive_int NOT NULL,
            quantity    invoicing.counted NOT NULL,
            credited    invoicing.counted NOT NULL,
            PRIMARY KEY (order_id, invoice_id, line_number),
            CONSTRAINT credited_at_most_what_was_billed CHECK (credited <= quantity)
        );
        """;

    private const string Payments = """

        CREATE DOMAIN invoicing.payment_status AS text CHECK (VALUE IN ('Scheduled', 'Disbursed', 'Remitted', 'Reversed', 'Failed'));
        CREATE DOMAIN invoicing.payment_run_status AS text CHECK (VALUE IN ('Planned', 'HandedOut'));
        CREATE DOMAIN invoicing.payment_channel AS text CHECK (VALUE IN ('bank', 'file'));

        CREATE TABLE invoicing.payments (
            id              uuid PRIMARY KEY,
            version         invoicing.positive_bigint NOT NULL,
            status          invoicing.payment_status NOT NULL,
            invoice_id      uuid NOT NULL,
            order_id        uuid NOT NULL,
            supplier_id     uuid NOT NULL,
            invoice_number  text NOT NULL,
            currency        char(3) NOT NULL,
            net_cents       invoicing.positive_bigint NOT NULL,
            gross_cents     invoicing.positive_bigint NOT NULL,
            amount_cents    invoicing.minor_units NOT NULL,
            early_payment_discount json,
            discount_cents  invoicing.minor_units NOT NULL,
            set_offs        json NOT NULL,
            due_date        date NOT NULL,
            account_version int,
            run_id          uuid,
            bank_reference  text,
            failure_code    text,
            reversal_reason text,
            retries         int NOT NULL,
            sent_at         timestamptz,
            disbursed_at    timestamptz,
            created_at      timestamptz NOT NULL,
            updated_at      timestamptz NOT NULL,
            -- Never a payment of nothing, and never to an account that nobody has verified.
            CONSTRAINT disbursed_is_whole CHECK (
                status NOT IN ('Disbursed', 'Remitted')
                OR (amount_cents > 0 AND account_version IS NOT NULL AND run_id IS NOT NULL AND disbursed_at IS NOT NULL)
            ),
            CONSTRAINT amount_at_most_gross CHECK (amount_cents + discount_cents <= gross_cents)
        );
        -- An invoice is paid once.
        CREATE UNIQUE INDEX payments_invoice_key ON invoicing.payments (invoice_id) WHERE status <> 'Reversed';
        CREATE INDEX payments_due ON invoicing.payments (due_date, id) WHERE status = 'Scheduled' AND run_id IS NULL;
        CREATE INDEX payments_under_way ON invoicing.payments (id) WHERE status IN ('Scheduled', 'Disbursed') AND run_id IS NOT NULL;
        CREATE INDEX payments_run ON invoicing.payments (run_id, id) WHERE run_id IS NOT NULL;
        CREATE INDEX payments_supplier ON invoicing.payments (supplier_id, id);
        CREATE INDEX payments_status ON invoicing.payments (status, id);

        CREATE TABLE invoicing.payment_runs (
            id            uuid PRIMARY KEY,
            version       invoicing.positive_bigint NOT NULL,
            status        invoicing.payment_run_status NOT NULL,
            cut_off       date NOT NULL,
            supplier_id   uuid,
            channel       invoicing.payment_channel NOT NULL,
            -- Every process looks whether it is time; one of them plans it.
            daily_of      date CONSTRAINT payment_runs_daily_key UNIQUE,
            payments      json NOT NULL,
            message       text,
            handed_out_at timestamptz,
            created_at    timestamptz NOT NULL,
            updated_at    timestamptz NOT NULL,
            CONSTRAINT handed_out_has_message CHECK ((status = 'HandedOut') = (message IS NOT NULL))
        );
        """;

    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateModuleTables(InvoicingContext.SchemaName);
        migration.Sql(Tables + Orders + Payments);
    }
}
