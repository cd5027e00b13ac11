namespace Host.Tests.Purchasing;

using System.Net;
using System.Text.Json;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Approvers lend their authority for some days.</summary>
[TestFixture(false, TestName = "DelegationStories(memory)")]
[TestFixture(true, TestName = "DelegationStories(PostgreSQL)")]
internal sealed class DelegationStories(bool onPostgres)
{
    private static int lastPerson;

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task An_approver_lends_authority_and_takes_it_back()
    {
        var (lena, luis) = (Person(), Person());
        var by = api.As(lena, Roles.ApproverL1, Roles.ApproverL2);

        var made = await Lend(by, luis, "2098-02-01", "2098-02-14");

        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Body);
        Assert.That(
            made.Json.EnumerateObject().Select(member => member.Name),
            Is.EqualTo(new[] { "id", "from", "to", "level", "from_date", "until_date", "status", "created_at", "revoked_at", "version" })
        );
        Assert.That(
            (made.Text("from"), made.Text("to"), made.Text("level"), made.Text("from_date"), made.Text("until_date"), made.Text("status")),
            Is.EqualTo((lena, luis, "L2", "2098-02-01", "2098-02-14", "Active")),
            "the highest of the giver's levels"
        );
        var path = $"/delegations/{made.Text("id")}";
        Assert.That(made.Headers.Location!.OriginalString, Is.EqualTo(path));
        Assert.That((await by.Get(path)).Body, Is.EqualTo(made.Body));

        var stale = await by.Send(HttpMethod.Delete, path, null, ("If-Match", "\"1.9\""));
        var revoked = await by.Send(HttpMethod.Delete, path, null, ("If-Match", made.Headers.ETag!.Tag));
        var again = await by.Send(HttpMethod.Delete, path, null);

        Assert.That(stale.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(revoked.Status, Is.EqualTo(HttpStatusCode.OK), revoked.Body);
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
        var shown = await by.Get(path);
        Assert.That((shown.Text("status"), shown.Json.GetProperty("version").GetInt32()), Is.EqualTo(("Revoked", 2)));
        Assert.That(shown.Json.GetProperty("revoked_at").ValueKind, Is.EqualTo(JsonValueKind.String));
    }

    [Test]
    public async Task The_two_it_names_see_it_and_the_giver_alone_revokes_it()
    {
        var (lena, luis) = (Person(), Person());
        var made = await Lend(api.As(lena, Roles.ApproverL3), luis);
        var path = $"/delegations/{made.Text("id")}";

        Assert.That((await Deputy(luis).Get(path)).Status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var (who, method) in new[] { ("mallory", HttpMethod.Get), ("mallory", HttpMethod.Delete), (luis, HttpMethod.Delete) })
        {
            var reply = await Deputy(who).Send(method, path, null);
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.NotFound, "DELEGATION_NOT_FOUND")), $"{who} {method}");
        }
        Assert.That((await api.As(lena, Roles.Buyer).Get(path)).Status, Is.EqualTo(HttpStatusCode.Forbidden), "without the role");
    }

    [Test]
    public async Task Everybody_finds_what_they_gave_and_were_given()
    {
        var (lena, luis, other) = (Person(), Person(), Person());
        var given = (await Lend(Deputy(lena), luis)).Text("id");
        var taken = (await Lend(Deputy(other), lena)).Text("id");
        var foreign = (await Lend(Deputy(other), luis)).Text("id");
        await Deputy(lena).Send(HttpMethod.Delete, $"/delegations/{given}", null);

        Assert.That(await Listed(lena, ""), Is.EqualTo(new[] { taken, given }));
        Assert.That(await Listed(lena.ToUpperInvariant(), ""), Is.EqualTo(new[] { taken, given }));
        Assert.That(await Listed(lena, "?active=true"), Is.EqualTo(new[] { taken }));
        Assert.That(await Listed(lena, "?active=false"), Is.EqualTo(new[] { given }));
        Assert.That(await Listed(luis, ""), Is.EqualTo(new[] { foreign, given }));
        var page = await Deputy(lena).Get("/delegations?limit=1");
        Assert.That(
            (await Deputy(lena).Get($"/delegations?limit=1&cursor={page.Text("next")}"))
                .Json.GetProperty("items")[0]
                .GetProperty("id")
                .GetString(),
            Is.EqualTo(given)
        );
    }

    [Test]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var lena = Person();

        var self = await Lend(Deputy(lena), lena.ToUpperInvariant(), "2020-01-02", "2020-01-01");
        var shape = await Deputy(lena).Post("/delegations", """{"to":"","from_date":"tomorrow"}""");
        var tooLong = await Lend(Deputy(lena), "luis", "2098-01-01", "2099-01-02");
        var past = await Lend(Deputy(lena), "luis", "2020-01-01", Today(-1));

        Assert.That((self.Status, self.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "VALIDATION_FAILED")), self.Body);
        Assert.That(self.Fields, Is.EqualTo(new[] { "to", "until_date" }));
        Assert.That(shape.Fields, Is.EqualTo(new[] { "to", "from_date", "until_date" }), shape.Body);
        Assert.That(tooLong.Fields, Is.EqualTo(new[] { "until_date" }), tooLong.Body);
        Assert.That(past.Fields, Is.EqualTo(new[] { "until_date" }), past.Body);
        Assert.That(
            (await Lend(Deputy(lena), "luis", Today(-3), Today(0))).Status,
            Is.EqualTo(HttpStatusCode.Created),
            "today is not past"
        );
    }

    [Test]
    public async Task No_circle_is_closed_while_it_would_hold()
    {
        var (a, b, c) = (Person(), Person(), Person());
        Assert.That((await Lend(Deputy(a), b, "2098-02-01", "2098-02-10")).Status, Is.EqualTo(HttpStatusCode.Created));
        var second = await Lend(Deputy(b), c.ToUpperInvariant(), "2098-02-10", "2098-02-20");
        Assert.That(second.Status, Is.EqualTo(HttpStatusCode.Created), second.Body);

        var back = await Lend(Deputy(b), a, "2098-02-10", "2098-02-10");
        var around = await Lend(Deputy(c), a, "2098-02-01", "2098-02-28");
        var beside = await Lend(Deputy(c), a, "2098-02-11", "2098-02-28");
        await Deputy(b).Send(HttpMethod.Delete, $"/delegations/{second.Text("id")}", null);
        var afterwards = await Lend(Deputy(c), a, "2098-02-01", "2098-02-28");

        foreach (var refused in new[] { back, around })
        {
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "DELEGATION_CYCLE")), refused.Body);
            Assert.That(refused.Fields, Is.EqualTo(new[] { "to" }));
        }
        Assert.That((beside.Status, afterwards.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.Created)));
    }

    [Test]
    public async Task Of_two_that_close_a_circle_at_once_one_is_made()
    {
        for (var round = 0; round < 20; round++)
        {
            var (a, b) = (Person(), Person());

            var replies = await Task.WhenAll(Lend(Deputy(a), b), Lend(Deputy(b), a));

            Assert.That(
                replies.Select(reply => reply.Status),
                Is.EquivalentTo(new[] { HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity }),
                string.Join('\n', replies.Select(reply => reply.Body))
            );
            Assert.That(replies.Single(reply => reply.Status != HttpStatusCode.Created).Code, Is.EqualTo("DELEGATION_CYCLE"));
        }
    }

    private static string Person() => $"approver-{Interlocked.Increment(ref lastPerson)}";

    private static string Today(int plusDays) =>
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(plusDays).ToString("O");

    private HttpClient Deputy(string person) => api.As(person, Roles.ApproverL1);

    private static Task<Reply> Lend(HttpClient by, string to, string from = "2098-01-01", string until = "2098-01-31") =>
        by.Post("/delegations", $$"""{"to":"{{to}}","from_date":"{{from}}","until_date":"{{until}}"}""");

    private async Task<IEnumerable<string?>> Listed(string person, string query)
    {
        var list = await Deputy(person).Get($"/delegations{query}");
        Assert.That(list.Status, Is.EqualTo(HttpStatusCode.OK), list.Body);
        return list.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
    }
}
