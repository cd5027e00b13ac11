namespace Procurement.Purchasing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>A consumer's next messages are found without reading all that it has to do.</summary>
[DbContext(typeof(PurchasingContext))]
[Migration("20261127_0005_orders_inbox_index")]
internal sealed class InboxIndex : Migration
{
    protected override void Up(MigrationBuilder migration) => migration.IndexInbox(PurchasingContext.SchemaName);
}
