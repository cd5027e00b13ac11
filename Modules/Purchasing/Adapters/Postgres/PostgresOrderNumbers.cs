namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.Purchasing.Ports;

/// <summary>
/// Takes a block of numbers from a sequence at a time, so that most orders ask nobody. What a process leaves over is a gap. All who find
/// the block used up wait for the same next one, or fail with it: one after the other, they would each wait for a database that is away.
/// </summary>
internal sealed class PostgresOrderNumbers(NpgsqlDataSource database) : IOrderNumbers
{
    /// <summary>The increment of the sequence, set by the migration.</summary>
    private const int Block = 64;

    private readonly Lock gate = new();
    private Task refill = Task.CompletedTask;
    private long next;
    private long end;

    public async ValueTask<long> Next(CancellationToken ct)
    {
        while (true)
        {
            Task awaited;
            lock (gate)
            {
                if (next < end)
                    return next++;
                if (refill.IsCompleted)
                    refill = Refill();
                awaited = refill;
            }
            await awaited.WaitAsync(ct);
        }
    }

    /// <summary>It serves many, so none of them may cancel it; the deadlines of the pool and of commands bound it.</summary>
    private async Task Refill()
    {
        await using var command = database.CreateCommand("SELECT nextval('purchasing.order_numbers')");
        var first = (long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
        lock (gate)
        {
            next = first;
            end = first + Block;
        }
    }
}
