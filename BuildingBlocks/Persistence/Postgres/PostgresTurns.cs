namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Npgsql;

/// <summary>A turn is an advisory lock of a session, so that it ends with whoever has it.</summary>
internal sealed class PostgresTurns(NpgsqlDataSource database) : ITurns
{
    public async Task<IAsyncDisposable?> Take(string work, CancellationToken ct)
    {
        var session = await database.OpenConnectionAsync(ct);
        try
        {
            if (await Ask(session, "pg_try_advisory_lock", work, ct) is true)
                return new Turn(session, work);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
        await session.DisposeAsync();
        return null;
    }

    private static async Task<object?> Ask(NpgsqlConnection session, string function, string work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {function}(hashtextextended('turn.' || $1, 0))", session);
        command.Parameters.With(work);
        return await command.ExecuteScalarAsync(ct);
    }

    private sealed class Turn(NpgsqlConnection session, string work) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (session)
            {
                try
                {
                    await Ask(session, "pg_advisory_unlock", work, CancellationToken.None);
                }
                catch (NpgsqlException)
                {
                    // The session is gone, and the turn with it.
                }
            }
        }
    }
}
