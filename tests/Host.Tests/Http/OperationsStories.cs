namespace Host.Tests.Http;

using System.Net;
using Host.Tests.Faults;
using NUnit.Framework.Constraints;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What an operator sees of messages between modules, and does to them, in the real host.</summary>
[TestFixture(false, TestName = "OperationsStories(memory)")]
[TestFixture(true, TestName = "OperationsStories(PostgreSQL)")]
internal sealed class OperationsStories(bool onPostgres)
{
    private const string Since = "1971-01-02T00:00:00Z";

    private Api api = null!;
    private HttpClient otto = null!;

    [SetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres);
        otto = api.As("otto", Roles.Operator);
    }

    [TearDown]
    public async Task Stop()
    {
        otto.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task Every_queue_is_shown_whether_anything_is_in_it_or_not()
    {
        await api.DeadLetter();

        var overview = (await otto.Get("/ops/messaging")).Json;

        var outbox = overview.GetProperty("outbox").EnumerateArray().ToDictionary(each => each.GetProperty("module").GetString()!);
        Assert.That(outbox.Keys, Is.EquivalentTo(new[] { "supplier", "purchasing", "invoicing" }));
        Assert.That(outbox["supplier"].EnumerateObject().Skip(1).Select(each => each.Value.GetInt64()), Is.EqualTo(new[] { 0L, 0, 0, 0 }));
        var inbox = overview.GetProperty("inbox").EnumerateArray().ToDictionary(each => each.GetProperty("consumer").GetString()!);
        Assert.That(inbox[Api.Consumer].GetProperty("dead").GetInt64(), Is.EqualTo(1));
        Assert.That(
            inbox[Api.Consumer].EnumerateObject().Select(each => each.Name),
            Is.EqualTo(new[] { "consumer", "pending", "oldest_seconds", "parked", "dead" })
        );
    }

    [Test]
    public async Task A_dead_letter_is_listed_shown_counted_and_skipped_once()
    {
        var id = await api.DeadLetter();
        var listed = (
            await otto.Get($"/ops/dead-letters?consumer={Api.Consumer}&type=supplier.supplier-approved.v1&error=FormatException")
        ).Json.GetProperty("items");
        Assert.That(listed.EnumerateArray().Select(each => each.GetProperty("id").GetString()), Is.EqualTo(new[] { id }));
        var shown = await otto.Get($"/ops/dead-letters/{id}");
        Assert.That(
            (shown.Text("data"), shown.Text("error"), shown.Headers.ETag!.Tag),
            Is.EqualTo((DeadLetters.Nonsense, "It cannot be read.", "\"1.1\""))
        );
        var count = (await otto.Get("/ops/dead-letters/counts")).Json.GetProperty("counts")[0];
        Assert.That(
            (count.GetProperty("letters").GetInt64(), count.GetProperty("error_type").GetString()),
            Is.EqualTo((1L, "FormatException"))
        );

        var skipped = await otto.Post($"/ops/dead-letters/{id}/skip", """{"reason":"Of no use."}""", ("If-Match", "\"1.1\""));
        var again = await otto.Post($"/ops/dead-letters/{id}/skip", """{"reason":"Of no use."}""");
        var late = await otto.Post($"/ops/dead-letters/{id}/replay", null, ("If-Match", "\"1.1\""));

        Assert.That(
            (skipped.Text("resolution"), skipped.Text("resolved_by"), skipped.Headers.ETag!.Tag),
            Is.EqualTo(("skipped", "otto", "\"1.2\""))
        );
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "DEAD_LETTER_RESOLVED")));
        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await Count("/ops/dead-letters"), Is.Zero);
        Assert.That(await Count("/ops/dead-letters?resolved=true"), Is.EqualTo(1));
        var done = (await otto.Get("/ops/operations?actor=otto")).Json.GetProperty("items")[0];
        Assert.That(
            (done.GetProperty("action").GetString(), done.GetProperty("target").GetString(), done.GetProperty("reason").GetString()),
            Is.EqualTo(("skip", id, "Of no use."))
        );
    }

    [Test]
    public async Task All_that_match_are_put_back_and_fail_again_for_what_they_are()
    {
        for (var i = 0; i < 3; i++)
            await api.DeadLetter();

        var none = await otto.Post("/ops/dead-letters/replay", """{"error":"Another","reason":"Mended."}""");
        var all = await otto.Post("/ops/dead-letters/replay", """{"error":"FormatException","reason":"Mended."}""");

        Assert.That((none.Body, all.Body), Is.EqualTo(("""{"replayed":0,"more":false}""", """{"replayed":3,"more":false}""")));
        // The consumer was given them, and cannot read them either.
        await Eventually.Holds(() => Count("/ops/dead-letters?error=FormatException"), Is.Zero);
        await Eventually.Holds(() => Count("/ops/dead-letters"), Is.EqualTo(3));
    }

    [Test]
    public async Task A_consumer_is_given_again_what_happened()
    {
        await api.Supplier();
        await Eventually.Holds(() => Count("/ops/events?module=supplier&type=supplier.supplier-approved"), Is.EqualTo(1));

        var all = await Replay(Since);
        var late = await Replay("9998-12-31T00:00:00Z");

        Assert.That((all, late), Is.EqualTo((1L, 0L)));
        Assert.That((await otto.Post("/ops/consumers/no.body/replay", Body(Since))).Code, Is.EqualTo("CONSUMER_NOT_FOUND"));
        var wrong = await otto.Post($"/ops/consumers/{Api.Consumer}/replay", """{"from":"yesterday"}""");
        Assert.That((wrong.Status, wrong.Fields), Is.EqualTo((HttpStatusCode.UnprocessableEntity, new[] { "from", "reason" })));

        async Task<long> Replay(string from) =>
            (await otto.Post($"/ops/consumers/{Api.Consumer}/replay", Body(from))).Json.GetProperty("replayed").GetInt64();
    }

    [Test]
    public async Task A_message_that_a_consumer_cannot_read_ends_as_a_dead_letter_and_comes_back_when_it_can()
    {
        if (!onPostgres)
            Assert.Pass("In memory there is no inbox to put anything in.");
        await Ledger.Column(
            api.DatabaseUrl,
            $$"""
            INSERT INTO purchasing.inbox
                (consumer, message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, occurred_at, data, source)
            SELECT '{{Api.Consumer}}', id, 'supplier.supplier-approved', 1, 'sup_' || id, 'sup_' || id, 1, id, now(), '{"supplier_id": 7}', 'supplier'
            FROM gen_random_uuid() AS id
            """
        );
        await Eventually.Holds(() => Count("/ops/dead-letters"), Is.EqualTo(1));
        var letter = (await otto.Get("/ops/dead-letters")).Json.GetProperty("items")[0];
        var id = letter.GetProperty("id").GetString()!;
        Assert.That((await otto.Get($"/ops/dead-letters/{id}")).Text("stack"), Is.Not.Empty);

        await Ledger.Column(
            api.DatabaseUrl,
            """UPDATE purchasing.inbox_dead SET data = '{"supplier_id":"' || subject || '","code":"TH-000001","legal_name":"Siam Paper"}'"""
        );
        var replayed = await otto.Post($"/ops/dead-letters/{id}/replay");

        Assert.That((replayed.Status, replayed.Text("resolution")), Is.EqualTo((HttpStatusCode.OK, "replayed")), replayed.Body);
        await Eventually.Holds(() => Ledger.Column(api.DatabaseUrl, "SELECT count(*) FROM purchasing.inbox"), Is.EqualTo(new[] { "0" }));
        Assert.That(await Count("/ops/dead-letters"), Is.Zero);
    }

    [Test]
    public async Task The_metrics_page_tells_how_queues_stand()
    {
        if (!onPostgres)
            Assert.Pass("In memory there are no queues.");
        await api.Supplier();
        IResolveConstraint told = Does.Contain("procurement_outbox_pending{")
            .And.Contain("procurement_inbox_dead{")
            .And.Contain("procurement_relay_duration_seconds_bucket{")
            .And.Contain("procurement_event_end_to_end_seconds_bucket{")
            .And.Contain($"procurement_inbox_handled_total{{");

        var page = await Eventually.Holds(api.Metrics, told);

        Assert.That(page, Does.Match($"procurement_inbox_pending\\{{[^}}]*consumer=\"{Api.Consumer}\"[^}}]*\\}} [0-9]"));
    }

    private static string Body(string from) => $$"""{"from":"{{from}}","reason":"Rebuilt."}""";

    private async Task<int> Count(string path) => (await otto.Get(path)).Json.GetProperty("items").GetArrayLength();
}
