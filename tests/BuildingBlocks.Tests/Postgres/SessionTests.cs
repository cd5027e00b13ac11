namespace BuildingBlocks.Tests.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using TestKit;

/// <summary>A lock that belongs to a session ends with whoever took it.</summary>
internal sealed class SessionTests
{
    private string url = "";

    private DatabaseAddress Database => DatabaseAddress.Parse(url).Value;

    [OneTimeSetUp]
    public async Task Start() => url = await Postgres.CreateDatabase("session");

    [OneTimeTearDown]
    public Task Stop() => Postgres.DropDatabase(url);

    [Test]
    public async Task A_lock_is_kept_while_its_session_is_and_ends_with_it()
    {
        await using (var owner = await PostgresDataSource.OpenSession(Database, default))
        {
            Assert.That(await Locks(owner, 1), Is.True);
            Assert.That(await OthersLock(1), Is.False);
        }
        await Ends(1);
    }

    [Test]
    public async Task A_lock_ends_with_a_session_that_is_lost()
    {
        await using var owner = await PostgresDataSource.OpenSession(Database, default);
        Assert.That(await Locks(owner, 2), Is.True);

        await using (var other = await PostgresDataSource.OpenSession(Database, default))
            await Ask(other, $"SELECT pg_terminate_backend({owner.ProcessID})");

        await Ends(2);
        await Assert.ThrowsAsync<PostgresException>(() => Locks(owner, 2));
    }

    /// <summary>Why it must not be taken there.</summary>
    [Test]
    public async Task A_lock_would_outlive_its_owner_on_a_pooled_connection()
    {
        var settings = new PoolSettings(1, 0, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5));
        await using var pool = PostgresDataSource.Build(Database, settings, "session-tests");
        await using (var owner = await pool.OpenConnectionAsync())
            Assert.That(await Locks(owner, 3), Is.True);

        Assert.That(await OthersLock(3), Is.False);
    }

    [Test]
    public async Task A_session_is_held_to_no_limit_of_a_request()
    {
        await using var session = await PostgresDataSource.OpenSession(Database, default);

        Assert.That(await Ask(session, "SHOW statement_timeout"), Is.EqualTo("0"));
        Assert.That(await Ask(session, "SHOW lock_timeout"), Is.EqualTo("0"));
        Assert.That(await Ask(session, "SHOW idle_in_transaction_session_timeout"), Is.EqualTo("0"));
    }

    /// <summary>The server hears of the end of a session a moment after its owner: this waits for the lock, for ten seconds at the most.</summary>
    private async Task Ends(int key)
    {
        await using var next = await PostgresDataSource.OpenSession(Database, default);
        await Ask(next, "SET lock_timeout = '10s'");
        await Ask(next, $"SELECT pg_advisory_lock({key})");
    }

    private async Task<bool> OthersLock(int key)
    {
        await using var other = await PostgresDataSource.OpenSession(Database, default);
        return await Locks(other, key);
    }

    private static async Task<bool> Locks(NpgsqlConnection session, int key) =>
        await Ask(session, $"SELECT pg_try_advisory_lock({key})") is true;

    private static async Task<object?> Ask(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return await command.ExecuteScalarAsync();
    }
}
