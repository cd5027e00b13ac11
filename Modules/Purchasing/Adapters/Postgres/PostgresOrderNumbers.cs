namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.Purchasing.Ports;

/// <summary>Takes a block of numbers from a sequence at a time, so that most orders ask nobody. What a process leaves over is a gap.</summary>
internal sealed class PostgresOrderNumbers(NpgsqlDataSource database) : IOrderNumbers, IDisposable
{
    /// <summary>The increment of the sequence, set by the migration.</summary>
    private const int Block = 64;

    private readonly SemaphoreSlim refill = new(1);
    private long next;
    private long end;

    public async ValueTask<long> Next(CancellationToken ct)
    {
        await refill.WaitAsync(ct);
        try
        {
            if (next == end)
            {
                await using var command = database.CreateCommand("SELECT nextval('purchasing.order_numbers')");
                next = (long)(await command.ExecuteScalarAsync(ct))!;
                end = next + Block;
            }
            return next++;
        }
        finally
        {
            refill.Release();
        }
    }

    public void Dispose() => refill.Dispose();
}
