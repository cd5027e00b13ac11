namespace Procurement.BuildingBlocks.Persistence.Postgres.Writes;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;

/// <summary>Has EF Core write what it has tracked by <see cref="GroupedWrites"/> (ADR 0028).</summary>
internal sealed class GroupedWritesFactory : IModificationCommandBatchFactory
{
    /// <inheritdoc/>
    public ModificationCommandBatch Create() => new GroupedWrites();
}

/// <summary>
/// A batch with one statement for all rows that follow each other and are alike: same table, same columns, same kind of change. EF Core's
/// own has a statement for each row, which both sides prepare, send and account for apart. Nothing is read back, so no column may be made
/// by the database.
/// </summary>
internal sealed class GroupedWrites : ModificationCommandBatch
{
    /// <summary>Most rows of one batch.</summary>
    public const int MaxRows = 1000;

    private readonly List<IReadOnlyModificationCommand> commands = [];
    private readonly List<RowGroup> groups = [];
    private bool moreExpected;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => commands;

    /// <inheritdoc/>
    public override bool RequiresTransaction => false;

    /// <inheritdoc/>
    public override bool AreMoreBatchesExpected => moreExpected;

    /// <inheritdoc/>
    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (commands.Count == MaxRows)
            return false;
        commands.Add(modificationCommand);
        if (groups is not [.., var last] || !last.TryAdd(modificationCommand))
            groups.Add(new RowGroup(modificationCommand));
        return true;
    }

    /// <inheritdoc/>
    public override void Complete(bool moreBatchesExpected) => moreExpected = moreBatchesExpected;

    /// <summary>Commits are awaited here, without exception.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Execute(IRelationalConnection connection) =>
        throw new NotSupportedException("Changes are written by SaveChangesAsync.");

    /// <inheritdoc/>
    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        await using var batch = new NpgsqlBatch(
            (NpgsqlConnection)connection.DbConnection,
            (NpgsqlTransaction?)connection.CurrentTransaction?.GetDbTransaction()
        );
        foreach (var group in groups)
            batch.BatchCommands.Add(group.ToCommand());
        await Try(batch.ExecuteNonQueryAsync(cancellationToken));
        for (var i = 0; i < groups.Count; i++)
        {
            if (batch.BatchCommands[i].Rows != (ulong)groups[i].Count)
                throw new DbUpdateConcurrencyException(
                    "A row that was to be changed is not there, or is another version.",
                    Entries([groups[i]])
                );
        }
    }

    /// <summary>Has somebody else write it, where all of it is new: then there is no row that could be another version.</summary>
    public Task Execute(Func<IReadOnlyList<NpgsqlBatchCommand>, Task> write) => Try(write(groups.ConvertAll(group => group.ToCommand())));

    private async Task Try(Task writing)
    {
        try
        {
            await writing;
        }
        catch (Exception e) when (e is not (OperationCanceledException or DatabaseUnreachableException))
        {
            throw new DbUpdateException("The database refused a change.", e, Entries(groups));
        }
    }

    private static List<IUpdateEntry> Entries(IEnumerable<RowGroup> groups) => [.. groups.SelectMany(group => group.Entries)];
}
