namespace BuildingBlocks.Tests.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence.Postgres;
using TestKit;

/// <summary>All or nothing also for changes that no history row guards, and for thousands of rows.</summary>
internal sealed class CommitTests
{
    private const string Tables = """
        CREATE SCHEMA shelf;
        CREATE TABLE shelf.books (id int PRIMARY KEY, title text NOT NULL CHECK (title <> 'forbidden'));
        INSERT INTO shelf.books VALUES (1, 'first');
        """;

    private string url = "";
    private ServiceProvider services = null!;

    [SetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("commit");
        services = Build(url);
        await Execute(Tables);
    }

    [TearDown]
    public async Task Stop()
    {
        await services.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [Test]
    public async Task An_unguarded_change_and_what_is_added_with_it_stand_or_fall_together()
    {
        Assert.That(await Commit("second", new Book { Id = 2, Title = "forbidden" }), Is.InstanceOf<PostgresException>());
        Assert.That(await Titles(), Is.EqualTo(new[] { "first" }));

        Assert.That(await Commit("second", new Book { Id = 2, Title = "added" }), Is.Null);
        Assert.That(await Titles(), Is.EqualTo(new[] { "second", "added" }));
    }

    [Test]
    public async Task Thousands_of_rows_stand_or_fall_together()
    {
        var many = Enumerable.Range(2, 5000).Select(i => new Book { Id = i, Title = $"book {i}" }).ToArray();

        many[^1].Title = "forbidden";
        Assert.That(await Commit(null, many), Is.InstanceOf<PostgresException>());
        Assert.That(await Titles(), Has.Count.EqualTo(1));

        many[^1].Title = "allowed";
        Assert.That(await Commit(null, many), Is.Null);
        Assert.That(await Titles(), Has.Count.EqualTo(1 + many.Length));
    }

    [Test]
    public async Task Nothing_is_written_past_the_unit_of_work()
    {
        await using var scope = services.CreateAsyncScope();
        var shelf = scope.ServiceProvider.GetRequiredService<Shelf>();
        shelf.Add(new Book { Id = 2, Title = "second" });

        Assert.That(() => shelf.SaveChangesAsync(), Throws.InstanceOf<NotSupportedException>());
        Assert.That(() => shelf.SaveChanges(), Throws.InstanceOf<NotSupportedException>());
        Assert.That(await Titles(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_connection_has_the_limits_and_the_pool_the_size_that_were_asked_for()
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var limits = new List<string>();
        foreach (var name in new[] { "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "plan_cache_mode" })
        {
            await using var command = database.CreateCommand($"SHOW {name}");
            limits.Add((string)(await command.ExecuteScalarAsync(default))!);
        }
        var pool = new NpgsqlConnectionStringBuilder(database.ConnectionString);

        Assert.Multiple(() =>
        {
            Assert.That(limits, Is.EqualTo(new[] { "4500ms", "2s", "10s", "force_generic_plan" }));
            Assert.That((pool.MaxPoolSize, pool.MinPoolSize), Is.EqualTo((7, 2)));
            Assert.That((pool.ConnectionLifetime, pool.ConnectionIdleLifetime), Is.EqualTo((1800, 300)));
            Assert.That((pool.Timeout, pool.CommandTimeout), Is.EqualTo((2, 5)));
            Assert.That((pool.TcpKeepAlive, pool.KeepAlive), Is.EqualTo((true, 15)));
        });
    }

    private static ServiceProvider Build(string url)
    {
        var services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton(TimeProvider.System);
        services.AddPostgres(DatabaseAddress.Parse(url).Value, new PoolSettings(7, 2, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5)));
        services.AddPostgresModule<string, Shelf>("shelf");
        return services.BuildServiceProvider();
    }

    /// <summary>Changes the title of the first book, unless null, and adds others.</summary>
    /// <returns>What it ended with; null when all was well.</returns>
    private async Task<Exception?> Commit(string? title, params Book[] added)
    {
        await using var scope = services.CreateAsyncScope();
        var shelf = scope.ServiceProvider.GetRequiredService<Shelf>();
        if (title is not null)
            (await shelf.Set<Book>().SingleAsync(book => book.Id == 1)).Title = title;
        shelf.AddRange(added);
        try
        {
            Assert.That((await scope.ServiceProvider.GetRequiredService<IUnitOfWork<string>>().Commit(default)).Error, Is.Null);
            return null;
        }
        catch (PostgresException e)
        {
            return e;
        }
    }

    private async Task<List<string>> Titles()
    {
        await using var scope = services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<Shelf>()
            .Set<Book>()
            .OrderBy(book => book.Id)
            .Select(book => book.Title)
            .ToListAsync();
    }

    private async Task Execute(string sql)
    {
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteScalarAsync(default);
    }

    private sealed class Book
    {
        public int Id { get; init; }

        public string Title { get; set; } = "";
    }

    private sealed class Shelf(DbContextOptions<Shelf> options) : ModuleContext(options)
    {
        protected override string Schema => "shelf";

        protected override void OnModelCreating(ModelBuilder model)
        {
            base.OnModelCreating(model);
            model.Entity<Book>(book =>
            {
                book.ToTable("books");
                book.Property(b => b.Id).HasColumnName("id").ValueGeneratedNever();
                book.Property(b => b.Title).HasColumnName("title");
            });
        }
    }
}
