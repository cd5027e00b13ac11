namespace Procurement.BuildingBlocks.Persistence.Postgres.Writes;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;

/// <summary>A context whose statements may be executed by somebody else.</summary>
internal interface IWrittenBySomebodyElse
{
    /// <summary>Who executes the statements of the next save, instead of the context's own connection; null for nobody.</summary>
    Func<IReadOnlyList<NpgsqlBatchCommand>, Task>? WrittenBy { get; }
}

/// <summary>
/// Executes the batches of a context: on its own connection, or together with the commits of others when its unit of work says so. EF
/// Core's own would begin a transaction where ours must not, and open a connection where none is needed.
/// </summary>
internal sealed class CoalescedBatches(ICurrentDbContext current) : IBatchExecutor
{
    /// <summary>Commits are awaited here, without exception.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public int Execute(IEnumerable<ModificationCommandBatch> commandBatches, IRelationalConnection connection) =>
        throw new NotSupportedException("Changes are written by SaveChangesAsync.");

    /// <inheritdoc/>
    public async Task<int> ExecuteAsync(
        IEnumerable<ModificationCommandBatch> commandBatches,
        IRelationalConnection connection,
        CancellationToken cancellationToken = default
    )
    {
        var rows = 0;
        if (current.Context is IWrittenBySomebodyElse { WrittenBy: { } write })
        {
            foreach (var batch in commandBatches.Cast<GroupedWrites>())
            {
                await batch.Execute(write);
                rows += batch.ModificationCommands.Count;
            }
            return rows;
        }
        await connection.OpenAsync(cancellationToken);
        try
        {
            foreach (var batch in commandBatches)
            {
                await batch.ExecuteAsync(connection, cancellationToken);
                rows += batch.ModificationCommands.Count;
            }
        }
        finally
        {
            await connection.CloseAsync();
        }
        return rows;
    }
}
