namespace Procurement.BuildingBlocks.Hosting.Health;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Is the database reachable? Asked over a connection of its own.</summary>
internal sealed class PostgresCheck(NpgsqlDataSource probes) : IReadinessCheck, IAsyncDisposable
{
    public string Name => "postgres";

    public bool Decides => true;

    public async Task<string> Check(CancellationToken ct)
    {
        await using var command = probes.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(ct);
        return "ok";
    }

    public ValueTask DisposeAsync() => probes.DisposeAsync();
}

/// <summary>
/// Has the database the schema that this program was built for? Known since the start as a rule, and then not asked again.
/// </summary>
internal sealed class MigrationsCheck(SchemaMigrator migrator) : IReadinessCheck
{
    public string Name => "migrations";

    public bool Decides => true;

    public async Task<string> Check(CancellationToken ct) => (await migrator.Pending(ct)).Count == 0 ? "ok" : "pending";
}
