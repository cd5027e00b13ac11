namespace Deployment.Tests.Operations;

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Host;
using TestKit;

/// <summary>
/// A migration leaves alone what the release before it reads and writes (ADR 29), as far as its text can tell. Whether the older program
/// really goes on is tried by <c>make previous</c>.
/// </summary>
internal sealed partial class ExpandThenContractTests
{
    /// <summary>Migrations that may take away, each with the release that no longer needed what they take. There is none yet.</summary>
    private static readonly Dictionary<string, string> Contracting = [];

    [Test]
    public async Task No_migration_takes_away_what_the_release_before_it_uses()
    {
        var environment = EnvironmentFile.Load("development");
        environment["DATABASE_URL"] = "postgres://nobody@127.0.0.1/none";
        await using var app = ProcurementHost.Build(environment);
        await using var scope = app.Services.CreateAsyncScope();
        var found = new Dictionary<string, List<string>>();
        foreach (var each in app.Services.GetServices<MigratedContext>())
        {
            var context = (DbContext)scope.ServiceProvider.GetRequiredService(each.Type);
            var known = context.GetService<IMigrationsAssembly>();
            foreach (var (id, type) in known.Migrations)
                found.Add(id, [.. known.CreateMigration(type, context.Database.ProviderName!).UpOperations.SelectMany(Taken)]);
        }

        Assert.That(found, Has.Count.GreaterThanOrEqualTo(5));
        Assert.That(
            found.Where(pair => !Contracting.ContainsKey(pair.Key)).SelectMany(pair => pair.Value.Select(what => $"{pair.Key}: {what}")),
            Is.Empty
        );
        Assert.That(Contracting.Keys.Where(id => found.GetValueOrDefault(id, []).Count == 0), Is.Empty, "these take nothing away");
    }

    [TestCase("DROP TABLE a.orders")]
    [TestCase("drop table if exists a.orders cascade")]
    [TestCase("ALTER TABLE a.orders DROP COLUMN note")]
    [TestCase("ALTER TABLE a.orders DROP note")]
    [TestCase("ALTER TABLE a.orders ADD note text, DROP COLUMN other")]
    [TestCase("ALTER TABLE a.orders RENAME COLUMN note TO remark")]
    [TestCase("ALTER TABLE a.orders RENAME TO purchases")]
    [TestCase("ALTER TABLE a.orders ALTER COLUMN note SET NOT NULL")]
    [TestCase("ALTER TABLE a.orders ALTER note TYPE int")]
    [TestCase("ALTER TABLE a.orders ALTER COLUMN note DROP DEFAULT")]
    [TestCase("ALTER TABLE a.orders ADD COLUMN note text NOT NULL")]
    [TestCase("ALTER TABLE a.orders ADD note text\n  NOT NULL CHECK (note <> 'DEFAULT')")]
    [TestCase("DROP DOMAIN a.sku")]
    [TestCase("ALTER TABLE a.orders SET SCHEMA b")]
    [TestCase("DROP FUNCTION a.f()")]
    [TestCase("DROP SEQUENCE a.order_numbers")]
    [TestCase("TRUNCATE a.orders")]
    public void What_takes_away_is_found(string sql) => Assert.That(Taken(Sql(sql)), Is.Not.Empty);

    [TestCase("CREATE TABLE a.orders (id uuid PRIMARY KEY, note text NOT NULL)")]
    [TestCase("ALTER TABLE a.orders ADD COLUMN note text")]
    [TestCase("ALTER TABLE a.orders ADD COLUMN note text NOT NULL DEFAULT ''")]
    [TestCase("ALTER TABLE a.orders ADD COLUMN other bigint NOT NULL GENERATED ALWAYS AS (1) STORED, ADD note text")]
    [TestCase("ALTER TABLE a.orders ALTER COLUMN note DROP NOT NULL")]
    [TestCase("ALTER TABLE a.orders DROP CONSTRAINT orders_check")]
    [TestCase("DROP INDEX a.orders_note")]
    [TestCase("-- DROP TABLE a.orders\nSELECT 1")]
    [TestCase("COMMENT ON TABLE a.orders IS 'DROP TABLE a.orders'")]
    [TestCase("CREATE TRIGGER t BEFORE TRUNCATE ON a.orders EXECUTE FUNCTION a.f()")]
    public void What_only_adds_or_loosens_is_let_pass(string sql) => Assert.That(Taken(Sql(sql)), Is.Empty);

    [Test]
    public void An_operation_of_another_kind_is_found_rather_than_passed_over() =>
        Assert.That(Taken(new DropColumnOperation { Table = "orders", Name = "note" }), Is.Not.Empty);

    private static SqlOperation Sql(string text) => new() { Sql = text };

    /// <summary>Statements that take away. Migrations are SQL written by hand, so any other operation is one too.</summary>
    private static IEnumerable<string> Taken(MigrationOperation operation) =>
        operation is not SqlOperation sql
            ? [operation.GetType().Name]
            : Unsaid().Replace(sql.Sql, "''").Split(';').Select(each => each.Trim()).Where(TakesAway);

    private static bool TakesAway(string statement) =>
        Gone().IsMatch(statement)
        || (Altered().IsMatch(statement) && (Changed().IsMatch(statement) || statement.Split(',').Any(IsDemanded)));

    /// <summary>A new column that the older program would have to write, and does not know.</summary>
    private static bool IsDemanded(string action) => Added().IsMatch(action) && NotNull().IsMatch(action) && !Filled().IsMatch(action);

    /// <summary>Comments, and what is quoted: in <c>'</c> or between dollars.</summary>
    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|(\$\w*\$).*?\1", RegexOptions.Singleline)]
    private static partial Regex Unsaid();

    [GeneratedRegex(@"^\s*(DROP\s+(?!INDEX\b|TRIGGER\b)|TRUNCATE\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Gone();

    [GeneratedRegex(@"^\s*ALTER\s", RegexOptions.IgnoreCase)]
    private static partial Regex Altered();

    /// <summary>A default that goes is missed by an older program that relies on it, a type that changes by one that reads it.</summary>
    [GeneratedRegex(
        @"\bDROP\s+(?!CONSTRAINT\b|NOT\s+NULL\b|EXPRESSION\b|IDENTITY\b)|\bRENAME\b|\bSET\s+(NOT\s+NULL|SCHEMA|DATA)\b"
            + @"|\bALTER\s+(COLUMN\s+)?\w+\s+TYPE\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Changed();

    [GeneratedRegex(@"\bADD\s+(?!CONSTRAINT\b|CHECK\b|UNIQUE\b|PRIMARY\b|FOREIGN\b|EXCLUDE\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Added();

    [GeneratedRegex(@"\bNOT\s+NULL\b", RegexOptions.IgnoreCase)]
    private static partial Regex NotNull();

    [GeneratedRegex(@"\b(DEFAULT|GENERATED)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Filled();
}
