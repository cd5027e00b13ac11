namespace BuildingBlocks.Tests.Postgres;

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence.Postgres;
using TestKit;

/// <summary>What is tracked is written by one statement for rows alike, and is in the database what it was in memory.</summary>
internal sealed class PendingRowsTests
{
    private const string Tables = """
        CREATE SCHEMA shelf;
        CREATE DOMAIN shelf.cents AS bigint CHECK (VALUE >= 0);
        CREATE TABLE shelf.pages (
            book uuid, number int, version bigint NOT NULL, kind text NOT NULL, code character(3), cents shelf.cents, weight numeric, day date,
            at timestamptz NOT NULL, note json, torn boolean NOT NULL, PRIMARY KEY (book, number));
        CREATE TABLE shelf.labels (id int PRIMARY KEY, tags text[] NOT NULL);
        """;

    private static readonly Guid Book = Guid.CreateVersion7(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly ConcurrentQueue<string> statements = new();
    private readonly ActivityListener listener = new();
    private string url = "";
    private ServiceProvider services = null!;

    [SetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("grouped");
        var collection = new ServiceCollection().AddMetrics().AddLogging().AddSingleton(TimeProvider.System);
        collection.AddPostgres(DatabaseAddress.Parse(url).Value, new PoolSettings(3, 1, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5)));
        collection.AddPostgresModule<string, Shelf>("shelf");
        services = collection.BuildServiceProvider();
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(Tables);
        await command.ExecuteNonQueryAsync();
        var database = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString(url)).Database;
        listener.ShouldListenTo = source => source.Name == "Npgsql";
        listener.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData;
        listener.ActivityStopped = span =>
        {
            if ((string?)span.GetTagItem("db.namespace") == database && span.GetTagItem("db.query.text") is string text)
                Array.ForEach(text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), statements.Enqueue);
        };
        ActivitySource.AddActivityListener(listener);
    }

    [TearDown]
    public async Task Stop()
    {
        listener.Dispose();
        await services.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [Test]
    public async Task Rows_alike_are_added_changed_and_deleted_by_one_statement_each()
    {
        var pages = Enumerable.Range(1, 60).Select(Page.Blank).ToList();
        Assert.That(await Commit(shelf => shelf.AddRange(pages)), Is.EqualTo(("INSERT", 1)));
        Assert.That(await All(), Is.EqualTo(pages.Select(page => page.ToString())));

        foreach (var page in pages[..30])
            (page.Cents, page.Kind) = (page.Cents is null ? 7 : null, Kind.Printed);
        foreach (var page in pages[30..35])
            page.Weight = 0.000001m * page.Number;
        pages[40].Day = null;
        Assert.That(await Commit(shelf => Compare(shelf, pages)), Is.EqualTo(("UPDATE", 3)));
        Assert.That(await All(), Is.EqualTo(pages.Select(page => page.ToString())));

        Assert.That(await Commit(shelf => shelf.RemoveRange(pages[10..20])), Is.EqualTo(("DELETE", 1)));
        pages.RemoveRange(10, 10);
        Assert.That(await All(), Is.EqualTo(pages.Select(page => page.ToString())));
    }

    [Test]
    public async Task Lists_are_written_row_by_row()
    {
        Label[] labels = [new(1, ["a", "b"]), new(2, []), new(3, ["c"])];

        Assert.That(await Commit(shelf => shelf.AddRange(labels)), Is.EqualTo(("INSERT", 3)));
        await using var scope = services.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<Shelf>().Set<Label>().OrderBy(label => label.Id).ToListAsync();
        Assert.That(stored.Select(label => label.Tags), Is.EqualTo(labels.Select(label => label.Tags)));
    }

    [Test]
    public async Task One_stale_row_among_many_leaves_all_as_they_were()
    {
        var pages = Enumerable.Range(1, 5).Select(Page.Blank).ToList();
        await Commit(shelf => shelf.AddRange(pages));
        var before = await All();
        await using var scope = services.CreateAsyncScope();
        var mine = await Tracked(scope);
        await Commit(shelf => Compare(shelf, [pages[3] with { Version = 2 }]));
        mine.ForEach(page => (page.Torn, page.Version) = (true, page.Version + 1));

        Assert.That((await Unit(scope).Commit(default)).Error, Is.EqualTo(Error.Stale));
        before[3] = (pages[3] with { Version = 2 }).ToString();
        Assert.That(await All(), Is.EqualTo(before));
    }

    [Test]
    public async Task Rows_are_found_by_key_whatever_was_known_of_the_table_when_that_was_planned()
    {
        var pages = Enumerable.Range(1, 3).Select(Page.Blank).ToList();
        await Commit(shelf => shelf.AddRange(pages));
        pages.ForEach(page => page.Torn = true);
        await Commit(shelf => Compare(shelf, pages));
        var update = statements.Last(text => text.StartsWith("UPDATE", StringComparison.Ordinal));
        await using var session = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        foreach (
            var sql in new[] { "TRUNCATE shelf.pages", $"PREPARE changed (boolean[], uuid[], integer[], bigint[], bigint) AS {update}" }
        )
        {
            await using var command = new NpgsqlCommand(sql, session);
            await command.ExecuteNonQueryAsync();
        }

        await using var explain = new NpgsqlCommand("EXPLAIN EXECUTE changed ('{true}', '{}', '{}', '{}', 1)", session);
        await using var lines = await explain.ExecuteReaderAsync();
        var plan = "";
        while (await lines.ReadAsync())
            plan += lines.GetString(0) + "\n";
        Assert.That(plan, Does.Contain("Index Scan using pages_pkey").And.Not.Contain("Seq Scan"), update);
    }

    /// <returns>The first word of the statements that it took, and their number.</returns>
    private async Task<(string, int)> Commit(Action<Shelf> change)
    {
        statements.Clear();
        await using var scope = services.CreateAsyncScope();
        change(scope.ServiceProvider.GetRequiredService<Shelf>());
        Assert.That((await Unit(scope).Commit(default)).Error, Is.Null);
        var written = statements.Select(text => text.Split(' ')[0]).Where(word => word is "INSERT" or "UPDATE" or "DELETE").ToList();
        Assert.That(written.Distinct().Count(), Is.EqualTo(1));
        return (written[0], written.Count);
    }

    /// <summary>Has the context see how the pages differ from those in the database.</summary>
    private static void Compare(Shelf shelf, List<Page> pages)
    {
        var stored = shelf.Set<Page>().ToDictionary(page => page.Number);
        foreach (var page in pages)
            shelf.Entry(stored[page.Number]).CurrentValues.SetValues(page);
    }

    private static async Task<List<Page>> Tracked(AsyncServiceScope scope) =>
        await scope.ServiceProvider.GetRequiredService<Shelf>().Set<Page>().OrderBy(page => page.Number).ToListAsync();

    private static IUnitOfWork<string> Unit(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<IUnitOfWork<string>>();

    private async Task<List<string>> All()
    {
        await using var scope = services.CreateAsyncScope();
        return [.. (await Tracked(scope)).Select(page => page.ToString())];
    }

    private enum Kind
    {
        Blank,
        Printed,
    }

    private sealed record Page
    {
        public Guid Book { get; init; }

        public int Number { get; init; }

        public long Version { get; set; }

        public Kind Kind { get; set; }

        public string? Code { get; init; }

        public long? Cents { get; set; }

        public decimal? Weight { get; set; }

        public DateOnly? Day { get; set; }

        public DateTimeOffset At { get; init; }

        public string? Note { get; init; }

        public bool Torn { get; set; }

        public static Page Blank(int number) =>
            new()
            {
                Book = PendingRowsTests.Book,
                Number = number,
                Version = 1,
                Code = number % 2 == 0 ? "ABC" : null,
                Cents = number % 3 == 0 ? null : number * 100,
                Weight = number % 5 == 0 ? null : number / 8m,
                Day = new DateOnly(2026, 2, 1).AddDays(number),
                At = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number),
                Note = number % 7 == 0 ? null : $$"""{"it's": "{{number}};"}""",
            };

        public override string ToString() => $"{Book} {Number} {Version} {Kind} {Code} {Cents} {Weight} {Day} {At:O} {Note} {Torn}";
    }

    private sealed record Label(int Id, List<string> Tags);

    private sealed class Shelf(DbContextOptions<Shelf> options) : ModuleContext(options)
    {
        protected override string Schema => "shelf";

        protected override void OnModelCreating(ModelBuilder model)
        {
            base.OnModelCreating(model);
            model.Entity<Label>().ToTable("labels").Property(label => label.Id).ValueGeneratedNever();
            model.Entity<Page>(page =>
            {
                page.ToTable("pages").HasKey(p => new { p.Book, p.Number });
                page.Property(p => p.Version).IsConcurrencyToken();
                page.Property(p => p.Kind).HasConversion<string>();
                page.Property(p => p.Code).HasColumnType("character(3)");
                page.Property(p => p.Note).HasColumnType("json");
            });
        }
    }
}
