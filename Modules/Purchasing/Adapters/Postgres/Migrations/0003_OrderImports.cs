namespace Procurement.Purchasing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

/// <summary>Which orders came out of files.</summary>
[DbContext(typeof(PurchasingContext))]
[Migration("20261126_0003_order_imports")]
internal sealed class OrderImports : Migration
{
    private const string Table = """
        -- Written with the order that it names, and never pruned: that is what makes importing a file again a no-op.
        CREATE TABLE purchasing.order_imports (
            creator   purchasing.subject NOT NULL,
            reference text NOT NULL,
            order_id  uuid NOT NULL REFERENCES purchasing.purchase_orders (id) DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT order_imports_pkey PRIMARY KEY (creator, reference)
        );
        """;

    protected override void Up(MigrationBuilder migration) => migration.Sql(Table);
}
