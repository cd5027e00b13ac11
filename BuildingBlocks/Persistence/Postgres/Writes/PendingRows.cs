namespace Procurement.BuildingBlocks.Persistence.Postgres.Writes;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

/// <summary>
/// What a unit of work writes: one statement for all rows that are alike, those of the same table, columns and kind of change (ADR 28).
/// EF Core says what has changed of that which it loaded; what is new it need not track.
/// </summary>
/// <param name="model">How objects are kept.</param>
internal sealed class PendingRows(IModel model)
{
    private readonly List<RowGroup> groups = [];

    /// <summary>Whether there is nothing to write.</summary>
    public bool AreNone => groups.Count == 0;

    /// <summary>How much is written, by the JSON of events and answers, which grows with all else that is written with it.</summary>
    public int Bytes { get; private set; }

    /// <summary>Adds what is new, with its parts.</summary>
    public void Add(object row)
    {
        Bytes += BytesOf(row);
        Add(row, model.FindEntityType(row.GetType())!, owner: null);
    }

    /// <summary>Adds, changes or deletes what is tracked.</summary>
    public void Change(EntityEntry entry)
    {
        var shape = TableShape.Of(entry.Metadata);
        if (entry.State == EntityState.Added)
        {
            Insert(shape, entry.Entity, shape.Owner?.In(entry).CurrentValue);
            return;
        }
        var written = 0UL;
        if (entry.State == EntityState.Modified)
            for (var i = 0; i < shape.Columns.Length; i++)
                if (shape.Columns[i].In(entry).IsModified)
                    written |= 1UL << i;
        if (entry.State == EntityState.Modified && written == 0)
            return;
        var keys = shape.Chosen(shape.Guards).ConvertAll(i => shape.Columns[i].Before(entry));
        var values = shape.Chosen(written).ConvertAll(i => shape.Columns[i].Of(entry.Entity, owner: null));
        GroupOf(shape, entry.State, written).Add([.. keys], [.. values]);
    }

    /// <summary>The statements. What is deleted goes first, because what is added may take its place.</summary>
    public List<NpgsqlBatchCommand> ToCommands() => groups.ConvertAll(group => group.ToCommand());

    /// <summary>Writes all of it by one batch, which is one transaction unless one is open.</summary>
    /// <exception cref="StaleRowException">A row that was to be changed is not there, or is another version.</exception>
    public async Task Write(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in ToCommands())
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
        for (var i = 0; i < groups.Count; i++)
            if (groups[i].IsCounted && batch.BatchCommands[i].Rows != (ulong)groups[i].Count)
                throw new StaleRowException();
    }

    /// <summary>How much a row holds.</summary>
    public static int BytesOf(object? row) =>
        row switch
        {
            HistoryRow history => history.Details?.Length ?? 0,
            EventEnvelope envelope => envelope.Data.Length,
            StoredAnswer answer => answer.Body.Length,
            _ => 0,
        };

    private void Add(object row, IEntityType type, object? owner)
    {
        var shape = TableShape.Of(type);
        Insert(shape, row, owner);
        foreach (var parts in shape.Parts)
        {
            var key = parts.ForeignKey.PrincipalKey.Properties[0].GetGetter().GetClrValue(row);
            if (parts.GetGetter().GetClrValue(row) is System.Collections.IEnumerable all)
                foreach (var part in all)
                    Add(part, parts.TargetEntityType, key);
        }
    }

    private void Insert(TableShape shape, object row, object? owner) =>
        GroupOf(shape, EntityState.Added, shape.All).Add([], Array.ConvertAll(shape.Columns, column => column.Of(row, owner)));

    private RowGroup GroupOf(TableShape shape, EntityState state, ulong written)
    {
        foreach (var known in groups)
            if (known.Takes(shape, state, written))
                return known;
        var group = new RowGroup(shape, state, written);
        groups.Insert(state == EntityState.Deleted ? 0 : groups.Count, group);
        return group;
    }
}

/// <summary>A row that was to be changed is not there, or is another version than the one that was read.</summary>
internal sealed class StaleRowException() : Exception("A row that was to be changed is not there, or is another version.");
