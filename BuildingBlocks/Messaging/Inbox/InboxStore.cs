namespace Procurement.BuildingBlocks.Messaging.Inbox;

using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>What one consumer's worker asks of its inbox, besides the transaction of each message.</summary>
internal sealed class InboxStore(NpgsqlDataSource database, InboxStatements sql, Subscription consumer, TimeProvider clock)
{
    /// <summary>
    /// How many fresh messages, and how many that are due again, are read at once. Always as many, so that each statement has one text and is
    /// prepared once.
    /// </summary>
    public const int AtATime = 128;

    private readonly string due = sql.Due + Rest(sql, consumer);
    private readonly string fresh = sql.Fresh + Rest(sql, consumer);

    /// <summary>Messages to work on next: fresh ones and those that are due again, in the order of their sequence numbers.</summary>
    /// <param name="after">Fresh ones only after this.</param>
    /// <param name="except">In work already.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<List<InboxItem>> Next(long after, long[] except, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Asking(due, 0, except));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql.InOrder));
        batch.BatchCommands.Add(Asking(fresh, after, except));
        var items = new List<InboxItem>();
        await using var row = await batch.ExecuteReaderAsync(ct);
        await Read(row, items, ct);
        // Past the answer of the settings.
        await row.NextResultAsync(ct);
        await row.NextResultAsync(ct);
        await Read(row, items, ct);
        items.Sort((one, other) => one.Seq.CompareTo(other.Seq));
        return items;
    }

    private async Task Read(NpgsqlDataReader row, List<InboxItem> items, CancellationToken ct)
    {
        while (await row.ReadAsync(ct))
            items.Add(
                new InboxItem(
                    row.GetInt64(0),
                    row.GetInt16(1),
                    row.GetFieldValue<DateTimeOffset>(2),
                    row.GetString(3),
                    MessagingColumns.Read(row, 4)
                )
                {
                    Parks = consumer.Policy == KeyPolicy.Park,
                }
            );
    }

    /// <summary>Counts a failure; the message is tried again after a while.</summary>
    public Task Fail(InboxItem item, TimeSpan wait, Exception fault, CancellationToken ct) =>
        Execute(
            sql.Fail,
            ct,
            parameters => parameters.With(item.Seq).With(item.Stored).With(wait).With(Described.Shortly(fault)).With(item.Next)
        );

    /// <summary>Counts beforehand.</summary>
    public Task Suspect(InboxItem item, CancellationToken ct) =>
        Execute(sql.Suspect, ct, parameters => parameters.With(item.Seq).With(item.Attempts));

    /// <summary>Puts a message aside for operators.</summary>
    public Task PutAside(InboxItem item, Exception fault, CancellationToken ct) =>
        Execute(
            sql.PutAside,
            ct,
            parameters =>
                parameters
                    .With(item.Seq)
                    .With(item.Stored)
                    .With(Guid.CreateVersion7(clock.GetUtcNow()))
                    .With(fault.GetType().Name)
                    .With(Described.Cut(fault.Message))
                    .WithText(fault.StackTrace is { } stack ? Described.Cut(stack) : null)
                    .With((int)item.Next)
        );

    private static string Rest(InboxStatements sql, Subscription consumer) =>
        (consumer.Policy == KeyPolicy.Park ? sql.NotParked : "")
        + string.Create(CultureInfo.InvariantCulture, $" ORDER BY i.seq LIMIT {AtATime}");

    private NpgsqlBatchCommand Asking(string text, long after, long[] except)
    {
        var command = new NpgsqlBatchCommand(text);
        command.Parameters.With(consumer.Consumer).With(after).With(except);
        return command;
    }

    private async Task Execute(string text, CancellationToken ct, Action<NpgsqlParameterCollection> give)
    {
        await using var command = database.CreateCommand(text);
        give(command.Parameters);
        await command.ExecuteNonQueryAsync(ct);
    }
}
