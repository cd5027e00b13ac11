namespace Procurement.Invoicing.Adapters.Postgres;

using Npgsql;
using Procurement.Invoicing.Ports;

/// <summary>A turn is an advisory lock of a session, so that it ends with whoever has it.</summary>
internal sealed class PostgresBankTurns(NpgsqlDataSource database) : IBankTurns
{
    private const string Lock = "hashtextextended('invoicing.bank', 0)";

    public async Task<IAsyncDisposable?> Take(CancellationToken ct)
    {
        var session = await database.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", session);
            if (await command.ExecuteScalarAsync(ct) is true)
                return new Turn(session);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
        await session.DisposeAsync();
        return null;
    }

    private sealed class Turn(NpgsqlConnection session) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (session)
            {
                try
                {
                    await using var command = new NpgsqlCommand($"SELECT pg_advisory_unlock({Lock})", session);
                    await command.ExecuteNonQueryAsync(CancellationToken.None);
                }
                catch (NpgsqlException)
                {
                    // The session is gone, and the turn with it.
                }
            }
        }
    }
}
