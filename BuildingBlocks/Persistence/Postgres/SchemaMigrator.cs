namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

/// <summary>Brings every module's schema up to date, one process at a time.</summary>
public sealed partial class SchemaMigrator(
    IServiceScopeFactory scopes,
    IEnumerable<MigratedContext> contexts,
    DatabaseAddress database,
    ILogger<SchemaMigrator> log
)
{
    /// <summary>"procure" in ASCII: any number will do that every version of this program agrees on.</summary>
    private const long LockKey = 0x70_72_6f_63_75_72_65;

    private const string NoLimits = "SET statement_timeout = 0; SET lock_timeout = 0";

    private volatile bool current;

    /// <summary>True once the schema was found current; it stays so for the life of the process.</summary>
    public bool Current => current;

    /// <summary>Applies what is missing, under an advisory lock; a second process waits and then finds nothing to do.</summary>
    public async Task Migrate(CancellationToken ct)
    {
        // The session ends with this method and takes the lock along, whatever happens.
        await using var session = await PostgresDataSource.OpenSession(database, ct);
        await Execute(session, NoLimits, ct);
        await Execute(session, $"SELECT pg_advisory_lock({LockKey})", ct);
        foreach (var context in contexts)
            await Migrate(context.Type, ct);
    }

    /// <summary>Names of the migrations that this program knows and the database has not seen; empty when the schema is current.</summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var pending = new List<string>();
        foreach (var context in contexts)
            pending.AddRange(await Open(scope, context.Type).Database.GetPendingMigrationsAsync(ct));
        current = pending.Count == 0;
        return pending;
    }

    private async Task Migrate(Type type, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = Open(scope, type);
        foreach (var name in await context.Database.GetPendingMigrationsAsync(ct))
            Applying(log, name);
        // A migration may take longer than any request; the limits come back before the connection is used for one.
        context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await context.Database.OpenConnectionAsync(ct);
        try
        {
            await context.Database.ExecuteSqlRawAsync(NoLimits, ct);
            await context.Database.MigrateAsync(ct);
        }
        finally
        {
            await context.Database.ExecuteSqlRawAsync("RESET statement_timeout; RESET lock_timeout", CancellationToken.None);
            await context.Database.CloseConnectionAsync();
            context.Database.SetCommandTimeout(null);
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
}
