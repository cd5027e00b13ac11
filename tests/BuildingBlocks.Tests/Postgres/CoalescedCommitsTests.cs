namespace BuildingBlocks.Tests.Postgres;

using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;
using TestKit;

/// <summary>Commits that go together: everybody has the end that they would have had alone. A commit here is a seat and a mark on it.</summary>
internal sealed class CoalescedCommitsTests
{
    private const string Tables = """
        CREATE TABLE seats (id int PRIMARY KEY, note text NOT NULL CHECK (note <> 'forbidden'));
        CREATE TABLE marks (seat int PRIMARY KEY);
        CREATE TABLE others (id int PRIMARY KEY);
        """;

    private readonly FakeTimeProvider clock = new();
    private string url = "";
    private NpgsqlDataSource database = null!;
    private NpgsqlConnection somebody = null!;
    private CoalescedCommits commits = null!;

    [SetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("together");
        var pool = new PoolSettings(48, 0, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5));
        database = PostgresDataSource.Build(DatabaseAddress.Parse(url).Value, pool, "together");
        await Execute(Tables);
        somebody = new NpgsqlConnection(Postgres.ConnectionString(url));
        await somebody.OpenAsync();
        commits = new CoalescedCommits(database, 2, clock);
    }

    [TearDown]
    public async Task Stop()
    {
        await somebody.DisposeAsync();
        await database.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [Test]
    public async Task Who_finds_a_way_free_goes_at_once_and_the_others_go_as_one_transaction()
    {
        var gathered = await Gather(Enumerable.Range(3, 8).Select(id => Seat(id)));

        Assert.That(await Ends(gathered), Is.All.Null);
        Assert.That(await Number("SELECT count(DISTINCT xmin::text) FROM seats WHERE id <= 2"), Is.EqualTo(2));
        Assert.That(await Number("SELECT count(DISTINCT xmin::text) FROM seats WHERE id > 2"), Is.EqualTo(1));
        Assert.That(await Number("SELECT count(*) FROM seats JOIN marks ON seat = id"), Is.EqualTo(10));
    }

    [TestCase("forbidden", 3, PostgresErrorCodes.CheckViolation)]
    [TestCase("", 9, PostgresErrorCodes.UniqueViolation)]
    [TestCase("nul \0", 3, PostgresErrorCodes.CharacterNotInRepertoire)]
    public async Task Who_is_refused_takes_nobody_along(string note, int id, string state)
    {
        await commits.Write(Seat(9), 1, default);
        var gathered = await Gather([Seat(4), Seat(id, note), Seat(5), Seat(6)]);

        var ends = await Ends(gathered);
        Assert.That((ends[1] as PostgresException)?.SqlState, Is.EqualTo(state));
        Assert.That(ends.Where((_, i) => i != 1), Is.All.Null);
        Assert.That(await Number("SELECT count(*) FROM seats JOIN marks ON seat = id"), Is.EqualTo(6));
        Assert.That(await Number("SELECT count(*) FROM marks"), Is.EqualTo(6));
    }

    [Test]
    public async Task Two_of_one_kind_go_together_and_one_is_first()
    {
        var gathered = await Gather([Seat(3), Seat(3), Seat(4)]);

        var ends = await Ends(gathered);
        Assert.That(ends.Count(end => end is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }), Is.EqualTo(1));
        Assert.That(ends[2], Is.Null);
    }

    [Test]
    public async Task Who_leaves_before_they_go_writes_nothing()
    {
        using var leaving = new CancellationTokenSource();
        var gathered = await Gather([Seat(3), Seat(4), Seat(5)], at => at == 1 ? leaving : null);

        var ends = await Ends(gathered);
        Assert.That(ends[1], Is.InstanceOf<OperationCanceledException>());
        Assert.That(await Number("SELECT string_agg(id::text, ' ' ORDER BY id)::text = '1 2 3 5' FROM seats"), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_must_wait_for_somebody_else_waits_alone()
    {
        await using var theirs = new NpgsqlConnection(Postgres.ConnectionString(url));
        await theirs.OpenAsync();
        await using var transaction = await theirs.BeginTransactionAsync();
        await Execute("INSERT INTO marks VALUES (3)", theirs);
        var gathered = await Gather([Seat(3), Seat(4), Seat(5)]);

        await Task.WhenAll(gathered[1], gathered[2]);
        Assert.That(gathered[0].IsCompleted, Is.False);
        await transaction.CommitAsync();

        Assert.That(((await Ends(gathered))[0] as PostgresException)?.SqlState, Is.EqualTo(PostgresErrorCodes.UniqueViolation));
        Assert.That(await Number("SELECT count(*) FROM seats"), Is.EqualTo(4));
    }

    [Test]
    public async Task Who_are_lost_on_the_way_are_lost_together_and_have_written_nothing()
    {
        var slow = new NpgsqlBatchCommand("INSERT INTO seats SELECT 3, '' FROM pg_sleep(30)");
        var gathered = await Gather([
            [slow],
            Seat(4),
            Seat(5),
        ]);

        await Until("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'", 1);
        await Execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
        );

        Assert.That(await Ends(gathered), Is.All.InstanceOf<NpgsqlException>());
        Assert.That(await Number("SELECT count(*) FROM seats"), Is.EqualTo(2));
        Assert.That(await End(commits.Write(Seat(6), 1, default)), Is.Null);
    }

    [Test]
    public async Task Who_is_stuck_holds_up_nobody_for_longer_than_is_patience()
    {
        var stuck = await HoldBothWays();
        var waits = commits.Write(Other(1), 1, default);
        Assert.That(await Number("SELECT count(*) FROM others"), Is.Zero);

        clock.Advance(Gathering<int>.Patience);

        Assert.That(await End(waits), Is.Null);
        await Release(stuck);
    }

    [Test]
    public async Task Who_find_no_connection_free_are_written_once_there_is_one()
    {
        await using var small = NpgsqlDataSource.Create(Postgres.ConnectionString(url) + ";Maximum Pool Size=2");
        commits = new CoalescedCommits(small, 1, clock);
        await using var taken = await small.OpenConnectionAsync();
        await Execute("BEGIN; LOCK TABLE seats IN ACCESS EXCLUSIVE MODE", somebody);
        var stuck = commits.Write(Seat(1), 1, default);
        await Until("SELECT count(*) FROM pg_locks WHERE relation = 'seats'::regclass AND NOT granted", 1);
        var gathered = Enumerable.Range(1, 3).Select(id => commits.Write(Other(id), 1, default)).ToList();
        clock.Advance(Gathering<int>.Patience);
        Assert.That(gathered, Has.None.Property("IsCompleted").True);

        await taken.CloseAsync();

        Assert.That(await Ends(gathered), Is.All.Null);
        Assert.That(stuck.IsCompleted, Is.False);
        await Release([stuck]);
    }

    [TestCase(0, 1)]
    [TestCase(2, CoalescedCommits.MostBytes)]
    public async Task Who_is_large_goes_alone_and_so_does_everybody_when_none_may_be_on_the_way(int inFlight, int bytes)
    {
        commits = new CoalescedCommits(database, inFlight, clock);
        var stuck = await HoldBothWays();

        var free = commits.Write(Other(1), bytes, default);

        Assert.That(await End(free), Is.Null);
        await Release(stuck);
    }

    [Test]
    public async Task Without_a_server_nothing_was_sent()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        var lost = new CoalescedCommits(nowhere, 1, clock);

        var ends = await Ends([.. Enumerable.Range(1, 4).Select(id => lost.Write(Seat(id), 1, default))]);

        Assert.That(ends, Is.All.InstanceOf<DatabaseUnreachableException>());
    }

    /// <summary>Some that can be written, some whose like is there, some forbidden, twins of which one is first, some who have left.</summary>
    [Test]
    public async Task Any_mix_has_the_ends_that_each_would_have_alone()
    {
        const int Mixes = 10_000;
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        await Execute("INSERT INTO seats VALUES (-1, '')");
        var (together, alone) = (new CoalescedCommits(database, 2, TimeProvider.System), new CoalescedCommits(database, 0, clock));

        await Parallel.ForAsync(
            0,
            Mixes,
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (mix, ct) =>
            {
                var here = await Run(together, seed + mix, 1 + (mix * 32));
                var there = await Run(alone, seed + mix, 1 + (mix * 32) + 16);
                Assert.That(here, Is.EqualTo(there), $"mix {mix} of seed {seed}");
            }
        );

        var mine = await Number("SELECT count(*) FROM seats WHERE id > 0 AND (id - 1) % 32 < 16");
        var theirs = await Number("SELECT count(*) FROM seats WHERE id > 0 AND (id - 1) % 32 >= 16");
        Assert.That(mine, Is.EqualTo(theirs).And.GreaterThan(Mixes));
        Assert.That(await Number("SELECT count(*) FROM seats JOIN marks ON seat = id"), Is.EqualTo(mine + theirs));
        Assert.That(await Number("SELECT count(*) FROM marks"), Is.EqualTo(mine + theirs));
    }

    private static async Task<string> Run(CoalescedCommits commits, int seed, int from)
    {
        var random = new Random(seed);
        var left = new CancellationToken(canceled: true);
        var ends = new List<(string Kind, Task<Exception?> End)>();
        var id = from;
        for (var members = random.Next(2, 9); members > 0; members--)
        {
            switch (random.Next(8))
            {
                case 0:
                    ends.Add(("taken", End(commits.Write(Seat(-1), 1, default))));
                    break;
                case 1:
                    ends.Add(("forbidden", End(commits.Write(Seat(id++, "forbidden"), 1, default))));
                    break;
                case 2:
                    ends.Add(("twins", End(commits.Write(Seat(id), 1, default))));
                    ends.Add(("twins", End(commits.Write(Seat(id++), 1, default))));
                    break;
                case 3:
                    ends.Add(("left", End(commits.Write(Seat(id++), 1, left))));
                    break;
                default:
                    ends.Add(("good", End(commits.Write(Seat(id++), random.Next(20_000), default))));
                    break;
            }
        }
        var told = new List<string>();
        foreach (var (kind, end) in ends)
            told.Add(
                $"{kind} {await end switch { PostgresException e => e.SqlState, OperationCanceledException => "left", { } e => e.GetType().Name, null => "written" }}"
            );
        return string.Join('\n', told.Order(StringComparer.Ordinal));
    }

    /// <summary>Two are under way and wait for the table, then these come, then the table is free.</summary>
    private async Task<List<Task>> Gather(IEnumerable<NpgsqlBatchCommand[]> members, Func<int, CancellationTokenSource?>? leaves = null)
    {
        var stuck = await HoldBothWays();
        var gathered = members.Select((member, at) => commits.Write(member, 1, leaves?.Invoke(at)?.Token ?? default)).ToList();
        for (var at = 0; at < gathered.Count; at++)
        {
            if (leaves?.Invoke(at) is { } leaving)
                await leaving.CancelAsync();
        }
        await Release(stuck);
        return gathered;
    }

    private async Task<Task[]> HoldBothWays()
    {
        await Execute("BEGIN; LOCK TABLE seats IN ACCESS EXCLUSIVE MODE", somebody);
        Task[] stuck = [commits.Write(Seat(1), 1, default), commits.Write(Seat(2), 1, default)];
        await Until("SELECT count(*) FROM pg_locks WHERE relation = 'seats'::regclass AND NOT granted", 2);
        return stuck;
    }

    private async Task Release(Task[] stuck)
    {
        await Execute("COMMIT", somebody);
        await Task.WhenAll(stuck);
    }

    private static NpgsqlBatchCommand[] Seat(int id, string note = "") =>
        [
            new("INSERT INTO seats VALUES ($1, $2)")
            {
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = id },
                    new NpgsqlParameter<string> { TypedValue = note },
                },
            },
            new("INSERT INTO marks VALUES ($1)") { Parameters = { new NpgsqlParameter<int> { TypedValue = id } } },
        ];

    private static NpgsqlBatchCommand[] Other(int id) =>
        [new("INSERT INTO others VALUES ($1)") { Parameters = { new NpgsqlParameter<int> { TypedValue = id } } }];

    private static async Task<Exception?[]> Ends(List<Task> writing) => await Task.WhenAll(writing.Select(End));

    private static async Task<Exception?> End(Task writing)
    {
        try
        {
            await writing;
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task Until(string count, long wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Number(count) != wanted)
            await Task.Delay(5, limit.Token);
    }

    private async Task<long> Number(string sql)
    {
        await using var command = somebody.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() switch
        {
            bool yes => yes ? 1 : 0,
            { } number => (long)number,
            null => throw new InvalidOperationException("There is no answer."),
        };
    }

    private Task Execute(string sql) => Execute(sql, null);

    private async Task Execute(string sql, NpgsqlConnection? session)
    {
        await using var own = session is null ? new NpgsqlConnection(Postgres.ConnectionString(url)) : null;
        if (own is not null)
            await own.OpenAsync();
        await using var command = new NpgsqlCommand(sql, session ?? own);
        await command.ExecuteNonQueryAsync();
    }
}
