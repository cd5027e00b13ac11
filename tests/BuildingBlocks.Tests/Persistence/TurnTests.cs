namespace BuildingBlocks.Tests.Persistence;

using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.BuildingBlocks.Persistence.Postgres;
using TestKit;

/// <summary>Of all who want to do some work one does, in memory and on PostgreSQL.</summary>
internal sealed class TurnTests
{
    private string url = "";
    private NpgsqlDataSource database = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("turns");
        database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await database.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task One_has_the_turn_until_it_is_done(bool onPostgres)
    {
        ITurns turns = onPostgres ? new PostgresTurns(database) : new InMemoryTurns();
        var turn = await turns.Take("work", default);

        Assert.That(turn, Is.Not.Null);
        Assert.That(await turns.Take("work", default), Is.Null);
        await using (var other = await turns.Take("other work", default))
            Assert.That(other, Is.Not.Null);

        await turn!.DisposeAsync();
        await using var next = await turns.Take("work", default);
        Assert.That(next, Is.Not.Null);
    }

    [Test]
    public async Task A_turn_whose_session_is_gone_is_over()
    {
        var turns = new PostgresTurns(database);
        var turn = await turns.Take("work", default);
        // With a patience, because the lock is held until the session has ended.
        await using (
            var kill = database.CreateCommand(
                """
                SELECT pg_terminate_backend(pid, 30000) FROM pg_locks WHERE locktype = 'advisory'
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """
            )
        )
            Assert.That(await kill.ExecuteScalarAsync(), Is.True);

        await using var next = await turns.Take("work", default);

        Assert.That(next, Is.Not.Null);
        await turn!.DisposeAsync();
    }
}
