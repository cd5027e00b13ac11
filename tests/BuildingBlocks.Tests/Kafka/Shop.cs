namespace BuildingBlocks.Tests.Kafka;

using System.Data;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;
using TestKit;

[PublicEvent("orders.order-placed.v1", "order")]
internal sealed record OrderPlaced;

[PublicEvent("orders.order-paid.v1", "order")]
internal sealed record OrderPaid;

[PublicEvent("orders.stock-moved.v1", "stock")]
internal sealed record StockMoved;

/// <summary>A database of two modules: Orders tells, and of Billing two consumers are told.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Invoices = "billing.invoices";
    public const string Audit = "billing.audit";

    private readonly NpgsqlDataSource database;

    private Shop(string url)
    {
        Url = url;
        database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
    }

    public string Url { get; }

    public static IReadOnlyList<Subscription> Subscriptions { get; } =
    [Of<OrderPlaced>(Invoices), Of<OrderPaid>(Invoices), Of<OrderPlaced>(Audit)];

    public static async Task<Shop> Open()
    {
        var shop = new Shop(await Postgres.CreateDatabase("kafka"));
        foreach (var module in new[] { "orders", "billing" })
            await shop.Execute($"CREATE SCHEMA {module}; {MessagingTables.Sql(module)}");
        return shop;
    }

    public static EventEnvelope Event<T>(string key, long version, string? data = null) =>
        new()
        {
            MessageId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            EventType = EventType.Of(typeof(T)).Name,
            EventVersion = 1,
            Subject = key,
            PartitionKey = key,
            AggregateVersion = version,
            CorrelationId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            CausationId = null,
            TraceParent = null,
            TraceState = null,
            OccurredAt = TimeProvider.System.Now(),
            Data = data ?? $$"""{"order_id":"{{key}}","n":{{version}}}""",
        };

    /// <summary>Events of several keys in turn, the versions of each from <paramref name="first"/> on.</summary>
    public static IEnumerable<EventEnvelope> Events(int count, int keys, int first = 1) =>
        Enumerable.Range(0, count).Select(i => Event<OrderPlaced>($"ord_{i % keys}", first + (i / keys)));

    public async Task Write(IEnumerable<EventEnvelope> envelopes)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var chunk in envelopes.Chunk(1000))
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var envelope in chunk)
            {
                var command = new NpgsqlBatchCommand(
                    $"INSERT INTO orders.outbox ({MessagingColumns.Envelope}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
                );
                command.Parameters.With(envelope);
                batch.BatchCommands.Add(command);
            }
            await batch.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    /// <summary>What a consumer has been given, in order.</summary>
    public async Task<List<EventEnvelope>> Inbox(string consumer)
    {
        await using var command = database.CreateCommand(
            $"SELECT {MessagingColumns.Envelope} FROM billing.inbox WHERE consumer = $1 ORDER BY seq"
        );
        command.Parameters.With(consumer);
        await using var row = await command.ExecuteReaderAsync();
        var found = new List<EventEnvelope>();
        while (await row.ReadAsync())
            found.Add(MessagingColumns.Read(row, 0));
        return found;
    }

    public Task<long> Count(string table) => Scalar<long>($"SELECT count(*) FROM {table}");

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<DataTable> Table(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var table = new DataTable();
        table.Load(reader);
        return table;
    }

    public async Task Execute(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask<NpgsqlConnection> Connect() => database.OpenConnectionAsync();

    /// <summary>Waits until as many rows are there, and fails when they do not come.</summary>
    public async Task Until(string table, long count, int seconds = 60)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        long found;
        while ((found = await Count(table)) != count)
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"{table} has {found} rows and not {count} after {seconds} s.");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await Postgres.DropDatabase(Url);
    }

    private static Subscription Of<T>(string consumer) =>
        new()
        {
            Module = "billing",
            Consumer = consumer,
            Event = EventType.Of(typeof(T)),
            Contract = typeof(T),
            Policy = KeyPolicy.Continue,
            Pipeline = _ => throw new NotSupportedException("Nobody consumes here."),
            Lanes = _ => 1,
        };
}
