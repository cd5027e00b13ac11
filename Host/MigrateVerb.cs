namespace Procurement.Host;

using System.CommandLine;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary><c>procurement migrate</c>: bring the database's schema up to date, or say what that would take.</summary>
internal static class MigrateVerb
{
    /// <param name="with">
    /// Gives the migrator to some work, and makes an exit code of what it prints or fails with; what is logged goes to standard error when
    /// what is printed is for another program.
    /// </param>
    public static Command Verb(Func<Func<SchemaMigrator, CancellationToken, Task<string>>, bool, CancellationToken, Task<int>> with)
    {
        var plan = new Option<bool>("--plan") { Description = "Print what it would run, as input for psql, and change nothing." };
        var wait = new Option<int>("--lock-seconds")
        {
            Description = "How long to try in all to have a table that others hold.",
            DefaultValueFactory = _ => (int)SchemaMigrator.Patience.TotalSeconds,
        };
        var verb = new Command("migrate", "Bring the database's schema up to date, and exit.") { plan, wait };
        verb.SetAction(
            (parsed, ct) =>
                with(
                    parsed.GetValue(plan)
                        ? (migrator, stop) => migrator.Plan(stop)
                        : (migrator, stop) => Migrate(migrator, TimeSpan.FromSeconds(parsed.GetValue(wait)), stop),
                    parsed.GetValue(plan),
                    ct
                )
        );
        return verb;
    }

    private static async Task<string> Migrate(SchemaMigrator migrator, TimeSpan patience, CancellationToken ct)
    {
        await migrator.Migrate(patience, ct);
        return "The database's schema is up to date.\n";
    }
}
