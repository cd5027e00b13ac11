namespace BuildingBlocks.Tests.Inbox;

using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using TestKit;

/// <summary>Effect, history, outgoing row and the removal of the message are one commit, whatever becomes of the process and whoever is quicker.</summary>
internal sealed class InboxTests
{
    private const int Kills = 6;

    /// <summary>A consumer that has only just started does too little to be lost or refused.</summary>
    private const int WarmMessages = 20;

    /// <summary>In one snapshot: every message is in one place, and each account is what its consumed messages make it.</summary>
    private const string Disagreements = """
        SELECT 'twice or nowhere: ' || seq FROM (
            SELECT seq FROM ledger.letters UNION ALL SELECT seq FROM ledger.outgoing UNION ALL SELECT seq FROM ledger.dead
        ) AS places GROUP BY seq HAVING count(*) <> 1
        UNION ALL
        SELECT 'messages: ' || count(*) FROM (
            SELECT seq FROM ledger.letters UNION ALL SELECT seq FROM ledger.outgoing UNION ALL SELECT seq FROM ledger.dead
        ) AS places HAVING count(*) <> $1
        UNION ALL
        SELECT 'account: ' || a.id || ' ' || a.version || ' ' || a.balance
        FROM ledger.accounts a
        LEFT JOIN (SELECT account, count(*) AS n, sum(amount) AS total FROM ledger.outgoing GROUP BY account) o ON o.account = a.id
        LEFT JOIN (
            SELECT aggregate_id, count(*) AS n, sum((details ->> 'amount')::bigint) AS total FROM ledger.history GROUP BY aggregate_id
        ) h ON h.aggregate_id = a.id
        WHERE a.name <> 'taken' AND (a.version, a.version, a.balance, a.balance) IS DISTINCT FROM (o.n, h.n, o.total, h.total)
        UNION ALL
        SELECT 'history of nothing: ' || h.aggregate_id FROM ledger.history h
        WHERE NOT EXISTS (SELECT FROM ledger.accounts a WHERE a.id = h.aggregate_id)
        UNION ALL
        SELECT 'outgoing of nothing: ' || o.seq FROM ledger.outgoing o
        WHERE NOT EXISTS (SELECT FROM ledger.accounts a WHERE a.id = o.account)
        """;

    private string url = "";
    private NpgsqlDataSource database = null!;
    private long sent;

    [SetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("inbox");
        database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
        await LedgerModule.Create(database);
        sent = 0;
    }

    [TearDown]
    public async Task Stop()
    {
        await database.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [Test]
    public async Task Racing_consumers_take_each_message_once_and_put_the_refused_ones_aside()
    {
        await Send(500);
        await using var services = LedgerModule.Build(url);
        var inbox = new FakeInbox(services, () => { });
        var outcomes = new ConcurrentBag<Outcome>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Consume)));

        await Report("", outcomes);
        await Agrees();
        Assert.That(await Count("letters"), Is.Zero);
        Assert.That(await Count("dead"), Is.EqualTo(50));
        Assert.That(await Count("outgoing"), Is.EqualTo(450));
        Assert.That(outcomes, Has.Member(Outcome.Lost), "nobody raced, so nothing was tested");

        async Task Consume()
        {
            Outcome outcome;
            do outcomes.Add(outcome = await inbox.Consume());
            while (outcome != Outcome.Empty);
        }
    }

    [Test]
    public async Task A_killed_consumer_leaves_each_message_done_or_untouched()
    {
        var outcomes = new ConcurrentBag<Outcome>();
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await Send(400);
            interrupted += await KillInTheMiddle(outcomes) ? 1 : 0;
            await Agrees();
        }

        await Report($"{Kills} kills, {interrupted} of them with messages half done: ", outcomes);
        Assert.That(interrupted, Is.Positive, "no kill came in the middle of anything");
        Assert.That(outcomes, Has.Member(Outcome.Consumed).And.Member(Outcome.Lost).And.Member(Outcome.Refused));
    }

    /// <summary>Starts a consumer and kills it a random while after its first messages.</summary>
    /// <returns>Whether it had begun with messages that it could not finish.</returns>
    private async Task<bool> KillInTheMiddle(ConcurrentBag<Outcome> outcomes)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "BuildingBlocks.Tests.dll");
        var start = new ProcessStartInfo("dotnet", [program, url]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var working = new TaskCompletionSource();
        var (unfinished, consumed) = (0, 0);
        var errors = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, line) =>
        {
            if (!Enum.TryParse<Outcome>(line.Data, out var outcome))
                return;
            outcomes.Add(outcome);
            unfinished += outcome switch
            {
                Outcome.Begun => 1,
                Outcome.Empty => 0,
                _ => -1,
            };
            if (outcome == Outcome.Consumed && ++consumed == WarmMessages)
                working.TrySetResult();
        };
        process.BeginOutputReadLine();
        await Task.WhenAny(working.Task, process.WaitForExitAsync());
        // The moment is meant to be any.
        await Task.Delay(Random.Shared.Next(0, 80));
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        Assert.That(await errors, Is.Empty);
        return unfinished > 0;
    }

    private async Task Send(int messages)
    {
        await LedgerModule.Send(database, messages);
        sent += messages;
    }

    private async Task Agrees()
    {
        await using var command = database.CreateCommand(Disagreements);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sent });
        await using var row = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await row.ReadAsync())
            found.Add(row.GetString(0));
        Assert.That(found, Is.Empty);
    }

    private async Task Report(string what, IEnumerable<Outcome> outcomes)
    {
        var counted = string.Join(
            ", ",
            outcomes.CountBy(outcome => outcome).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")
        );
        await TestContext.Out.WriteLineAsync(
            $"{what}{counted}; rows: outgoing {await Count("outgoing")}, dead {await Count("dead")}, history {await Count("history")}; letters {await Count("letters")}"
        );
    }

    private Task<long> Count(string table) => Scalar($"SELECT count(*) FROM ledger.{table}");

    private async Task<long> Scalar(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
