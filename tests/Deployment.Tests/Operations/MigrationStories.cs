namespace Deployment.Tests.Operations;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Host;
using TestKit;

/// <summary>What an operator may count on when the schema changes.</summary>
internal sealed class MigrationStories
{
    private const string UpToDate = "The database's schema is up to date.";
    private const string NothingPending = "-- Nothing is pending.\n";

    /// <summary>A migration that needs a table of those before it.</summary>
    private const string Last = "20261126_0003_order_imports";
    private const string UndoLast =
        $"DROP TABLE purchasing.order_imports; DELETE FROM purchasing.schema_history WHERE migration_id = '{Last}'";

    private string database = "";

    [SetUp]
    public async Task Create() => database = await Postgres.CreateDatabase("migrations");

    [TearDown]
    public Task Drop() => Postgres.DropDatabase(database);

    [Test]
    public async Task The_plan_run_by_psql_gives_the_schema_that_migrate_gives()
    {
        var migrated = await Postgres.CreateDatabase("migrated");
        await Migrate(migrated);

        await Programs.Done("psql", ["-X", "-q", "-d", database], await Done("migrate", "--plan"));

        Assert.That(await Database.Schema(database), Is.EqualTo(await Database.Schema(migrated)));
        Assert.That(await Plan(database), Is.EqualTo(NothingPending));
        Assert.That(await Done("migrate"), Is.EqualTo($"{UpToDate}\n"));
        await Postgres.DropDatabase(migrated);
    }

    [Test]
    public async Task The_plan_holds_what_is_pending_and_changes_nothing()
    {
        await Migrate(database);
        await Database.Ask(database, UndoLast);

        var plan = await Plan($"{database}?options=-c%20default_transaction_read_only=on");

        Assert.That(
            plan.Split('\n').Where(line => line.StartsWith("-- Migration ", StringComparison.Ordinal)),
            Is.EqualTo(new[] { $"-- Migration {Last}" })
        );
        await Programs.Done("psql", ["-X", "-q", "-d", database], plan);
        Assert.That(await Plan(database), Is.EqualTo(NothingPending));
    }

    [Test]
    public async Task Of_two_migrators_at_once_one_applies_and_both_succeed()
    {
        var both = await Task.WhenAll(Done("migrate"), Done("migrate"));

        Assert.That(both, Is.All.EndsWith($"{UpToDate}\n"));
        var recorded = new List<string>();
        foreach (var module in new[] { "supplier", "purchasing", "invoicing" })
            recorded.AddRange(await Database.Ask(database, $"SELECT migration_id FROM {module}.schema_history"));
        foreach (var migration in recorded)
            Assert.That(string.Concat(both).Split($"Applying migration {migration}"), Has.Length.EqualTo(2), migration);
        Assert.That(await Plan(database), Is.EqualTo(NothingPending));
    }

    /// <summary>A transaction that has written orders and does not end: neither the migration nor any request waits for ever.</summary>
    [Test]
    public async Task A_table_that_is_held_is_tried_again_and_given_up_while_requests_go_on()
    {
        await Migrate(database);
        await using var served = await Instance.Serve(database);
        var people = new People(served);
        var supplier = await people.Supplier("TH-300001");
        await Database.Ask(database, UndoLast);
        await using var held = await Database.Hold(database, "purchasing.purchase_orders", "ROW EXCLUSIVE");

        var migrating = Instance.Run(database, "migrate", "--lock-seconds", "2");
        var orders = 0;
        for (; !migrating.IsCompleted; orders++)
            await people.Order(supplier);

        var (code, output, error) = await migrating;
        Assert.That(code, Is.EqualTo(1));
        Assert.That(
            error.TrimEnd(),
            Does.StartWith("procurement: the database that DATABASE_URL names refuses: 55P03").And.Not.Contain('\n')
        );
        Assert.That(output, Does.Contain("is held by another session; trying again"));
        Assert.That(orders, Is.Positive);
        Assert.That(await Plan(database), Does.Contain(Last));
    }

    [Test]
    public async Task A_migration_waits_for_a_transaction_that_ends()
    {
        await Migrate(database);
        await Database.Ask(database, UndoLast);
        await using var held = await Database.Hold(database, "purchasing.purchase_orders", "ROW EXCLUSIVE");

        var migrating = Migrate(database);
        await Instance.Until(async () =>
            await Database.Ask(
                database,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
                is ["1"]
        );
        await held.CloseAsync();
        await migrating;

        Assert.That(await Plan(database), Is.EqualTo(NothingPending));
    }

    /// <summary>pg_dump holds every table so, the history of migrations too.</summary>
    [Test]
    public async Task A_current_schema_needs_no_lock_while_a_backup_reads_it()
    {
        await Migrate(database);
        await using var held = await Database.Hold(database, "purchasing.schema_history", "ACCESS SHARE");

        await Migrate(database, TimeSpan.Zero);
    }

    private static Task Migrate(string database, TimeSpan? patience = null) =>
        With(
            database,
            async migrator =>
            {
                await migrator.Migrate(patience ?? SchemaMigrator.Patience, default);
                return true;
            }
        );

    private static Task<string> Plan(string database) => With(database, migrator => migrator.Plan(default));

    /// <summary>As the verb does it, in this process: a start costs two seconds.</summary>
    private static async Task<T> With<T>(string database, Func<SchemaMigrator, Task<T>> work)
    {
        await using var app = ProcurementHost.Build(Instance.Environment(database, ("LOG_LEVEL", "error")));
        return await work(app.Services.GetRequiredService<SchemaMigrator>());
    }

    private async Task<string> Done(params string[] verb)
    {
        var (code, output, error) = await Instance.Run(database, verb);
        Assert.That((code, error), Is.EqualTo((0, "")), output);
        return output;
    }
}
