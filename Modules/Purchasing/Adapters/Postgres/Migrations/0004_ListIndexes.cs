namespace Procurement.Purchasing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

/// <summary>Lists by currency and amount find their orders without visiting those that they leave out (make filters).</summary>
[DbContext(typeof(PurchasingContext))]
[Migration("20261126_0004_list_indexes")]
internal sealed class ListIndexes : Migration
{
    private const string Indexes = """
        -- Each may have been made by hand before, CONCURRENTLY (ADR 0029).
        CREATE INDEX IF NOT EXISTS purchase_orders_currency ON purchasing.purchase_orders (currency, id);

        -- The key holds what lists of all orders are filtered by, too.
        CREATE UNIQUE INDEX IF NOT EXISTS purchase_orders_key ON purchasing.purchase_orders (id) INCLUDE (currency, total_cents);
        ALTER TABLE purchasing.order_imports DROP CONSTRAINT order_imports_order_id_fkey;
        ALTER TABLE purchasing.purchase_orders
            DROP CONSTRAINT purchase_orders_pkey, ADD CONSTRAINT purchase_orders_pkey PRIMARY KEY USING INDEX purchase_orders_key;
        ALTER TABLE purchasing.order_imports ADD CONSTRAINT order_imports_order_id_fkey
            FOREIGN KEY (order_id) REFERENCES purchasing.purchase_orders (id) DEFERRABLE INITIALLY DEFERRED;

        CREATE INDEX IF NOT EXISTS purchase_orders_by_supplier ON purchasing.purchase_orders (supplier_id, id)
            INCLUDE (requested_by, status, created_at, currency, total_cents);
        DROP INDEX purchasing.purchase_orders_supplier;
        CREATE INDEX IF NOT EXISTS purchase_orders_by_requester ON purchasing.purchase_orders (requested_by, id)
            INCLUDE (supplier_id, status, created_at, currency, total_cents);
        DROP INDEX purchasing.purchase_orders_requested_by;
        """;

    protected override void Up(MigrationBuilder migration) => migration.Sql(Indexes);
}
