namespace BuildingBlocks.Tests.Postgres;

using System.Data;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using TestKit;

/// <summary>However a connection is had, lost or not had at all, the next one is had: over a pool of one connection.</summary>
internal sealed class PoolTests
{
    private string url = "";
    private ServiceProvider services = null!;

    private NpgsqlDataSource Database => services.GetRequiredService<NpgsqlDataSource>();

    [OneTimeSetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("pool");
        services = Build(url);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await services.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    /// <summary>Otherwise the pool's wait ends in vain.</summary>
    [TearDown]
    public async Task The_one_connection_is_free()
    {
        await using var connection = await Database.OpenConnectionAsync();
        Assert.That(connection.State, Is.EqualTo(ConnectionState.Open));
    }

    [TestCase("SELECT 1", null)]
    [TestCase("SELECT nonsense", typeof(PostgresException))]
    [TestCase("SELECT pg_terminate_backend(pg_backend_pid())", typeof(PostgresException))]
    public async Task After_a_statement(string sql, Type? fault)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<Shelf>();
            Assert.That(await Fault(() => context.Database.ExecuteSqlRawAsync(sql)), fault is null ? Is.Null : Is.InstanceOf(fault));
            await The_one_connection_is_free();
        }
        await using (var command = Database.CreateCommand(sql))
            Assert.That(await Fault(() => command.ExecuteScalarAsync()), fault is null ? Is.Null : Is.InstanceOf(fault));
    }

    [Test]
    public async Task After_a_cancelled_wait_and_one_in_vain()
    {
        await using var scope = services.CreateAsyncScope();
        await using var impatient = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<Shelf>();
        await using (await Database.OpenConnectionAsync())
        {
            using var leaving = new CancellationTokenSource();
            await using var command = Database.CreateCommand("SELECT 1");
            var cancelled = new[]
            {
                Fault(() => impatient.ServiceProvider.GetRequiredService<Shelf>().Database.OpenConnectionAsync(leaving.Token)),
                Fault(() => command.ExecuteScalarAsync(leaving.Token)),
            };
            var inVain = Fault(() => context.Database.OpenConnectionAsync());

            await leaving.CancelAsync();

            Assert.That(await Task.WhenAll(cancelled), Is.All.InstanceOf<OperationCanceledException>());
            Assert.That(await inVain, Is.Not.Null.And.Matches<Exception>(fault => PostgresFaults.IsPoolExhausted(fault!)));
        }

        // The same context, the next time.
        await context.Database.OpenConnectionAsync();
        await context.Database.CloseConnectionAsync();
    }

    [Test]
    public async Task After_a_server_that_is_not_there()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var away = Build($"postgres://nobody@127.0.0.1:{port}/nothing");
        await using var scope = away.CreateAsyncScope();
        var database = away.GetRequiredService<NpgsqlDataSource>();

        var opened = await Fault(() => scope.ServiceProvider.GetRequiredService<Shelf>().Database.OpenConnectionAsync());
        Exception? executed;
        await using (var command = database.CreateCommand("SELECT 1"))
            executed = await Fault(() => command.ExecuteScalarAsync());
        var reached = await Fault(() => database.Reach(default));
        scope.ServiceProvider.GetRequiredService<IIdempotency<string>>().Add(Kept);
        var committed = await Fault(() => scope.ServiceProvider.GetRequiredService<IUnitOfWork<string>>().Commit(default));

        Assert.That(new[] { opened, executed }, Is.All.Matches<Exception>(fault => PostgresFaults.IsUnavailable(fault!)));
        foreach (var fault in new[] { reached, committed })
        {
            Assert.That(fault, Is.InstanceOf<DatabaseUnreachableException>(), "so that it is repeated");
            Assert.That(PostgresFaults.IsWorthRepeating(fault!), Is.True);
        }
    }

    private static StoredAnswer Kept =>
        new()
        {
            Client = "client",
            Key = "key",
            Fingerprint = [1],
            Status = 200,
            Body = [2],
            ETag = null,
            Location = null,
            CreatedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        };

    private static ServiceProvider Build(string url)
    {
        var services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton(TimeProvider.System);
        var pool = new PoolSettings(1, 0, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5));
        services.AddPostgres(DatabaseAddress.Parse(url).Value, pool);
        services.AddPostgresModule<string, Shelf>("shelf");
        return services.BuildServiceProvider();
    }

    private static async Task<Exception?> Fault(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private sealed class Shelf(DbContextOptions<Shelf> options) : ModuleContext(options)
    {
        protected override string Schema => "shelf";
    }
}
