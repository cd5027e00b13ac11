namespace Procurement.Purchasing.Adapters.Postgres.Migrations;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

/// <summary>
/// Stored answers are found by age through a plain index: a BRIN index is smaller, but opening it costs each statement that inserts one
/// row more than the row.
/// </summary>
[DbContext(typeof(PurchasingContext))]
[Migration("20261124_0003_age_of_answers")]
internal sealed class AgeOfAnswers : Migration
{
    private const string Index = """
        DROP INDEX purchasing.idempotency_created_at;
        CREATE INDEX idempotency_created_at ON purchasing.idempotency (created_at);
        """;

    protected override void Up(MigrationBuilder migration) => migration.Sql(Index);
}
