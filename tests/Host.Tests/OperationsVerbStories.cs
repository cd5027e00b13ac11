namespace Host.Tests;

using System.Text.Json;
using Host.Tests.Faults;
using Procurement.BuildingBlocks.Hosting.Security;
using TestKit;

/// <summary><c>procurement ops</c>, as an operator calls it beside a process that serves.</summary>
[Category(Lane.Processes)]
internal sealed class OperationsVerbStories
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: true);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task A_dead_letter_is_found_shown_and_skipped()
    {
        var id = await api.DeadLetter();

        var listed = await Done("dead-letters", "--consumer", Api.Consumer, "--error", "FormatException");
        var shown = JsonElement.Parse(await Done("dead-letter", id));
        var skipped = JsonElement.Parse(await Done("skip", id, "--reason", "Of no use."));

        Assert.That(listed.Split('\n').Select(line => line.Split(' ')[0]), Does.Contain("id").And.Contain(id));
        Assert.That(shown.GetProperty("data").GetString(), Is.EqualTo(DeadLetters.Nonsense));
        Assert.That(skipped.GetProperty("resolved_by").GetString(), Is.EqualTo($"cli:{Environment.UserName}"));
        var again = await Run("replay", id);
        Assert.That((again.Code, again.Error.TrimEnd()), Is.EqualTo((1, "procurement: It was decided on already: replayed or skipped.")));
        Assert.That(await Done("messaging"), Does.Match($@"inbox +{Api.Consumer} +\d+ +\d+ +0 +\d+\n").And.StartWith("queue "));
    }

    /// <summary>The process that serves is told of it.</summary>
    [Test]
    public async Task What_is_replayed_is_worked_on_at_once_by_who_serves()
    {
        var id = await api.DeadLetter();
        var key = JsonElement.Parse(await Done("dead-letter", id)).GetProperty("key").GetString()!;

        var replayed = JsonElement.Parse(await Done("replay", "--key", key, "--consumer", Api.Consumer));

        Assert.That(replayed.GetProperty("replayed").GetInt64(), Is.EqualTo(1));
        // It cannot be read now either.
        await Eventually.Holds(
            () =>
                Ledger.Column(
                    api.DatabaseUrl,
                    $"SELECT count(*) FROM purchasing.inbox_dead WHERE partition_key = '{key}' AND resolved_at IS NULL"
                ),
            Is.EqualTo(new[] { "1" })
        );
    }

    [Test]
    public async Task A_consumer_is_given_its_events_again()
    {
        await api.Supplier();
        using var otto = api.As("otto", Roles.Operator);
        await Eventually.Holds(async () => (await otto.Get("/ops/events")).Json.GetProperty("items").GetArrayLength(), Is.Positive);

        var replayed = await Done("replay-consumer", Api.Consumer, "--from", "2026-01-31T12:00:00Z", "--reason", "Rebuilt.");

        Assert.That(JsonElement.Parse(replayed).GetProperty("replayed").GetInt64(), Is.Positive);
        var done = (await otto.Get("/ops/operations")).Json.GetProperty("items").EnumerateArray();
        Assert.That(done.Select(each => each.GetProperty("action").GetString()), Does.Contain("replay-consumer"));
    }

    [TestCase("dead-letter", "x")]
    [TestCase("dead-letter", "dl_01890000-0000-7000-8000-000000000000")]
    [TestCase("replay")]
    [TestCase("replay", "--key", "k")]
    [TestCase("skip", "dl_01890000-0000-7000-8000-000000000000")]
    [TestCase("skip", "x", "--reason", "y")]
    [TestCase("skip")]
    [TestCase("replay-consumer", "purchasing.supplier-standing", "--from", "yesterday", "--reason", "y")]
    [TestCase("replay-consumer", "purchasing.supplier-standing", "--from", "2026-01-31T12:00:00Z")]
    [TestCase("replay-consumer", "no.body", "--from", "2026-01-31T12:00:00Z", "--reason", "y")]
    [TestCase("nonsense")]
    [TestCase("messaging", "--colour", "red")]
    public async Task What_is_wrong_is_said_in_one_line(params string[] arguments)
    {
        var (code, output, error) = await Run(arguments);

        Assert.That((code, output.Trim()), Is.EqualTo((1, "")), error);
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error.Trim(), Is.Not.Empty);
    }

    [Test]
    public async Task In_memory_there_is_nothing_to_operate_on()
    {
        var (code, _, error) = await ProcessStories.Run(EnvironmentFile.Load("test"), "ops", "messaging");

        Assert.That((code, error.TrimEnd()), Is.EqualTo((1, "procurement: there is nothing to operate on when APP_ENV is test")));
    }

    private static async Task<string> Done(Task<(int Code, string Output, string Error)> run)
    {
        var (code, output, error) = await run;
        Assert.That((code, error), Is.EqualTo((0, "")));
        return output;
    }

    private Task<string> Done(params string[] arguments) => Done(Run(arguments));

    private Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        var environment = EnvironmentFile.Load("development");
        environment["DATABASE_URL"] = api.DatabaseUrl;
        return ProcessStories.Run(environment, ["ops", .. arguments]);
    }
}
