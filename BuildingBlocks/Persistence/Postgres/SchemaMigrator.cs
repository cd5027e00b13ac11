namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Startup;

/// <summary>Brings every module's schema up to date, one process at a time.</summary>
public sealed partial class SchemaMigrator(
    IServiceScopeFactory scopes,
    IEnumerable<MigratedContext> contexts,
    DatabaseAddress database,
    TimeProvider clock,
    ILogger<SchemaMigrator> log
)
{
    /// <summary>How long a migration may try in all to have a table that others hold, unless somebody says otherwise.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>In the schema of each module: which migrations it has seen.</summary>
    internal const string History = "schema_history";

    /// <summary>"procure" in ASCII: any number will do that every version of this program agrees on.</summary>
    private const long LockKey = 0x70_72_6f_63_75_72_65;

    /// <summary>
    /// Whoever waits for a table makes everybody wait who asks for it later. Requests wait for two seconds, so a migration must have gone out
    /// of their way before that; it comes again.
    /// </summary>
    private const string Limits = "SET statement_timeout = 0; SET lock_timeout = '1s'";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private volatile bool current;

    /// <summary>True once the schema was found current; it stays so for the life of the process.</summary>
    public bool Current => current;

    /// <summary>As <see cref="Migrate(TimeSpan, CancellationToken)"/>, with the usual patience.</summary>
    public Task Migrate(CancellationToken ct) => Migrate(Patience, ct);

    /// <summary>Applies what is missing, under an advisory lock; a second process waits and then finds nothing to do.</summary>
    /// <param name="patience">How long to try in all, once a table was held by others. What was applied until then stays.</param>
    /// <param name="ct">Ends it.</param>
    public async Task Migrate(TimeSpan patience, CancellationToken ct)
    {
        // Most starts are of this kind, and they wait for nobody.
        if ((await Pending(ct)).Count == 0)
            return;
        // The session ends with this method and takes the lock along, whatever happens.
        await using var session = await PostgresDataSource.OpenSession(database, ct);
        // Another process may build an index on a large table; should it hang, it does not hang us for ever.
        await Execute(session, "SET statement_timeout = 0; SET lock_timeout = '1h'", ct);
        await Execute(session, $"SELECT pg_advisory_lock({LockKey})", ct);
        long? begun = null;
        foreach (var context in contexts)
            await Migrate(session, context, () => clock.GetElapsedTime(begun ??= clock.GetTimestamp()) < patience, ct);
    }

    /// <summary>
    /// Names of the migrations that this program knows and the database has not seen; empty when the schema is current. Asked without EF
    /// Core, whose models take most of a start to build: they are built meanwhile (<see cref="WarmUp"/>).
    /// </summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken ct)
    {
        if (current)
            return [];
        await using var session = await PostgresDataSource.OpenSession(database, ct);
        var pending = new List<string>();
        foreach (var context in contexts)
            pending.AddRange(await Pending(session, context, ct));
        current = pending.Count == 0;
        return pending;
    }

    private static async Task<List<string>> Pending(NpgsqlConnection session, MigratedContext context, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT migration_id FROM {context.Schema}.{History}", session);
        var applied = new HashSet<string>();
        try
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                applied.Add(row.GetString(0));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            // Nothing was ever applied.
        }
        return [.. context.Migrations.Where(name => !applied.Contains(name))];
    }

    /// <summary>The statements of what is missing, in order, as input for psql; only a remark when nothing is. Changes nothing.</summary>
    public async Task<string> Plan(CancellationToken ct)
    {
        await using var session = await PostgresDataSource.OpenSession(database, ct);
        await using var scope = scopes.CreateAsyncScope();
        var statements = new StringBuilder();
        foreach (var context in contexts)
            Plan(Open(scope, context.Type), await Pending(session, context, ct), statements);
        return statements.Length == 0
            ? "-- Nothing is pending.\n"
            // A script that went on after a fault would record what was not done.
            : $"\\set ON_ERROR_STOP on\nSELECT pg_advisory_lock({LockKey});\n{Limits};\n{statements}";
    }

    /// <summary>What EF Core does; its own scripts are for migrations with names of another shape than ours.</summary>
    private static void Plan(DbContext context, List<string> pending, StringBuilder statements)
    {
        var (known, history) = (context.GetService<IMigrationsAssembly>(), context.GetService<IHistoryRepository>());
        foreach (var name in pending)
        {
            var migration = known.CreateMigration(known.Migrations[name], context.Database.ProviderName!);
            statements.Append(CultureInfo.InvariantCulture, $"\n-- Migration {name}\nBEGIN;\n");
            if (name == known.Migrations.Keys.First())
                statements.Append(history.GetCreateIfNotExistsScript()).Append('\n');
            foreach (var command in context.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations))
                statements.Append(command.CommandText.ReplaceLineEndings("\n"));
            statements.Append(history.GetInsertScript(new HistoryRow(name, ProductInfo.GetVersion()))).Append("COMMIT;\n");
        }
    }

    private async Task Migrate(NpgsqlConnection session, MigratedContext migrated, Func<bool> mayTryAgain, CancellationToken ct)
    {
        var pending = await Pending(session, migrated, ct);
        // EF Core locks its history even when there is nothing to do, and would so wait for the end of a backup.
        if (pending.Count == 0)
            return;
        foreach (var name in pending)
            Applying(log, name);
        await using var scope = scopes.CreateAsyncScope();
        var context = Open(scope, migrated.Type);
        // A migration may take longer than any request; the limits come back before the connection is used for one.
        context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await context.Database.OpenConnectionAsync(ct);
        try
        {
            await context.Database.ExecuteSqlRawAsync(Limits, ct);
            while (!await Applied(context, mayTryAgain, ct))
                await Task.Delay(Pause, clock, ct);
        }
        finally
        {
            await context.Database.ExecuteSqlRawAsync("RESET statement_timeout; RESET lock_timeout", CancellationToken.None);
            await context.Database.CloseConnectionAsync();
            context.Database.SetCommandTimeout(null);
        }
    }

    /// <returns>False when a table was not to be had in time, and it may be tried again: each migration is applied whole or not at all.</returns>
    private async Task<bool> Applied(DbContext context, Func<bool> mayTryAgain, CancellationToken ct)
    {
        try
        {
            await context.Database.MigrateAsync(ct);
            return true;
        }
        catch (Exception e) when (PostgresFaults.StateOf(e) == PostgresErrorCodes.LockNotAvailable && mayTryAgain())
        {
            Waiting(log);
            return false;
        }
    }

    private static DbContext Open(AsyncServiceScope scope, Type type) => (DbContext)scope.ServiceProvider.GetRequiredService(type);

    private static async Task Execute(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(LogLevel.Information, "Applying migration {Migration}")]
    private static partial void Applying(ILogger log, string migration);

    [LoggerMessage(LogLevel.Warning, "A table that is to be changed is held by another session; trying again")]
    private static partial void Waiting(ILogger log);
}
