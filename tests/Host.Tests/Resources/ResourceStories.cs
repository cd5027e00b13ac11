namespace Host.Tests.Resources;

using System.Net;
using System.Net.Http.Headers;
using Host.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What the endpoints of a resource can do, on the real host, each exchange compared with what the document says.</summary>
internal sealed class ResourceStories
{
    private readonly List<Exchange> exchanges = [];
    private Api api = null!;
    private Document document = null!;
    private HttpClient bob = null!;
    private HttpClient fay = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: false, replace: Library.Register, map: Library.Map);
        using var reader = new HttpClient { BaseAddress = api.Address };
        document = new Document(await reader.GetStringAsync("/openapi.json"));
        bob = Client("bob", Roles.Buyer);
        fay = Client("fay", Roles.Finance);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        bob.Dispose();
        fay.Dispose();
        await api.DisposeAsync();
    }

    [TearDown]
    public void Judge()
    {
        (Queries.MadeUp, Queries.AtEnd) = (0, _ => Task.CompletedTask);
        Assert.That(exchanges, Is.Not.Empty);
        Assert.That(exchanges.SelectMany(each => Judgement.Of(document, each).Select(difference => $"{each}: {difference}")), Is.Empty);
        exchanges.Clear();
    }

    [Test]
    public async Task What_is_made_under_a_parent_stands_in_its_own_collection()
    {
        var shelf = await Shelf("Poems");

        var book = await bob.Post($"/shelves/{shelf}/books", """{"title":"Odes"}""", ("Idempotency-Key", "under-1"));

        Assert.That((book.Status, book.Text("shelf_id")), Is.EqualTo((HttpStatusCode.Created, shelf)));
        Assert.That(book.Headers.Location!.OriginalString, Is.EqualTo($"/books/{book.Text("id")}"));
        Assert.That(book.Headers.ETag!.Tag, Is.EqualTo("\"5.1\""));
        var again = await bob.Post($"/shelves/{shelf}/books", """{"title":"Odes"}""", ("Idempotency-Key", "under-1"));
        Assert.That((again.Status, again.Text("id")), Is.EqualTo((HttpStatusCode.Created, book.Text("id"))));
        var elsewhere = await bob.Post($"/shelves/{await Shelf("Prose")}/books", """{"title":"Odes"}""", ("Idempotency-Key", "under-1"));
        Assert.That(elsewhere.Code, Is.EqualTo("IDEMPOTENCY_KEY_REUSED"));
    }

    [Test]
    public async Task Conditions_of_what_is_made_under_a_parent_are_about_the_parent()
    {
        var shelf = await Shelf("Poems");
        await bob.Post($"/shelves/{shelf}/books", """{"title":"Odes"}""");

        var stale = await bob.Post($"/shelves/{shelf}/books", """{"title":"Elegies"}""", ("If-Match", "\"3.1\""));
        var ofBook = await bob.Post($"/shelves/{shelf}/books", """{"title":"Elegies"}""", ("If-Match", "\"5.2\""));
        var present = await bob.Post($"/shelves/{shelf}/books", """{"title":"Elegies"}""", ("If-Match", "\"3.2\""));

        Assert.That(
            (stale.Status, ofBook.Status, present.Status),
            Is.EqualTo((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.Created))
        );
    }

    [Test]
    public async Task Nothing_is_made_under_a_parent_that_is_not_there_or_does_not_allow_it()
    {
        var shelf = await Shelf("Poems");
        await bob.Send(HttpMethod.Delete, $"/shelves/{shelf}", null);

        var gone = await bob.Post($"/shelves/{shelf}/books", """{"title":"Odes"}""");
        var absent = await bob.Post("/shelves/shf_01890000-0000-7000-8000-000000000000/books", """{"title":"Odes"}""");
        var nothing = await bob.Post($"/shelves/{shelf}/books", "{}");
        var malformed = await bob.Post($"/shelves/{shelf.Replace("shf_", "bok_")}/books", """{"title":"Odes"}""");

        Assert.That((gone.Code, absent.Code, nothing.Code), Is.EqualTo(("ILLEGAL_TRANSITION", "SHELF_NOT_FOUND", "VALIDATION_FAILED")));
        Assert.That((malformed.Status, malformed.Fields.Single()), Is.EqualTo((HttpStatusCode.BadRequest, "id")));
        Assert.That((await fay.Post($"/shelves/{shelf}/books", """{"title":"Odes"}""")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task What_is_deleted_is_answered_as_it_is_then()
    {
        var shelf = await Shelf("Poems");

        var unmet = await bob.Send(HttpMethod.Delete, $"/shelves/{shelf}", null, ("If-Match", "\"3.7\""));
        var gone = await bob.Send(HttpMethod.Delete, $"/shelves/{shelf}", null, ("If-Match", "\"3.1\""));
        var again = await bob.Send(HttpMethod.Delete, $"/shelves/{shelf}", null);

        Assert.That(unmet.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((gone.Status, gone.Json.GetProperty("is_gone").GetBoolean()), Is.EqualTo((HttpStatusCode.OK, true)));
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
    }

    [Test]
    public async Task A_resource_may_be_read_with_parameters_and_no_others()
    {
        var shelf = await Shelf("Poems");
        await bob.Send(HttpMethod.Delete, $"/shelves/{shelf}", null);

        Assert.That((await bob.Get($"/shelves/{shelf}")).Headers.ETag!.Tag, Is.EqualTo("\"3.2\""));
        Assert.That((await bob.Get($"/shelves/{shelf}?as_of=1")).Headers.ETag!.Tag, Is.EqualTo("\"3.1\""));
        Assert.That((await bob.Get($"/shelves/{shelf}?as_of=3")).Code, Is.EqualTo("SHELF_NOT_FOUND"));
        Assert.That(
            (await bob.Get($"/shelves/{shelf}?as_of=1", ("If-None-Match", "\"3.1\""))).Status,
            Is.EqualTo(HttpStatusCode.NotModified)
        );
        var wrong = await bob.Get($"/shelves/{shelf}?as_of=0&when=now");
        Assert.That((wrong.Status, string.Join(' ', wrong.Fields.Order())), Is.EqualTo((HttpStatusCode.BadRequest, "as_of when")));
    }

    [Test]
    public async Task A_part_has_its_own_form_parameters_tag_and_refusals()
    {
        var shelf = await Shelf("Poems");

        var part = await bob.Get($"/shelves/{shelf}/title?from=2");

        Assert.That((part.Status, part.Body, part.Headers.ETag!.Tag), Is.EqualTo((HttpStatusCode.OK, """{"text":"ems"}""", "\"1.1\"")));
        Assert.That(
            (await bob.Get($"/shelves/{shelf}/title?from=2", ("If-None-Match", "\"1.1\""))).Status,
            Is.EqualTo(HttpStatusCode.NotModified)
        );
        Assert.That((await bob.Get($"/shelves/{shelf}/title?from=9")).Code, Is.EqualTo("TOO_FAR"));
        Assert.That((await bob.Get("/shelves/shf_01890000-0000-7000-8000-000000000000/title?from=9")).Code, Is.EqualTo("SHELF_NOT_FOUND"));
        var nothing = await bob.Get($"/shelves/{shelf}/title");
        Assert.That(
            (nothing.Status, nothing.Json.GetProperty("fields").GetProperty("from").GetString()),
            Is.EqualTo((HttpStatusCode.BadRequest, "is required"))
        );
    }

    [Test]
    public async Task A_read_knows_who_asks()
    {
        var shelf = await Shelf("Poems");
        var mine = Client("mia", Roles.Buyer);
        await mine.Post("/shelves", """{"title":"Mine"}""");

        Assert.That((await bob.Get($"/shelves/{shelf}/owner")).Body, Is.EqualTo("""{"owner":"bob","reader":"bob"}"""));
        var owner = await fay.Get($"/shelves/{shelf}/owner");
        Assert.That((owner.Body, owner.Headers.ETag), Is.EqualTo(("""{"owner":"bob","reader":"finance"}""", (EntityTagHeaderValue?)null)));
        Assert.That((await bob.Get($"/shelves/{shelf}/owner?x=1")).Fields, Is.EqualTo(new[] { "x" }));
        Assert.That((await mine.Get("/my-shelves")).Body, Is.EqualTo("""{"items":[{"text":"Mine"}],"next":null}"""));
        Assert.That((await fay.Get("/my-shelves")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        mine.Dispose();
    }

    [Test]
    public async Task The_whole_is_summed_up_with_filters()
    {
        await Shelf("A title of which there is but one");
        await Shelf("I");

        var (all, few) = (await bob.Get("/shelves/summary"), await bob.Get("/shelves/summary?longest=1"));

        Assert.That(few.Json.GetProperty("shelves").GetInt64(), Is.InRange(1, all.Json.GetProperty("shelves").GetInt64() - 1));
        Assert.That((await bob.Get("/shelves/summary?limit=1")).Fields, Is.EqualTo(new[] { "limit" }));
    }

    [Test]
    public async Task A_table_is_safe_to_open()
    {
        var carl = Client("carl", Roles.Buyer);
        foreach (var title in new[] { "=1+1", "-12.5", "-12.5x", "+46 70", "@home", "a,b", "say \\\"no\\\"", "＝1", "日本" })
            await carl.Post("/shelves", $$"""{"title":"{{title}}"}""");

        var table = await carl.Get("/shelves/export.csv?longest=8");

        Assert.That(
            table.Body.Split("\r\n").Where(line => line.StartsWith("carl,", StringComparison.Ordinal)),
            Is.EquivalentTo(
                new[]
                {
                    "carl,'=1+1,0",
                    "carl,-12.5,0",
                    "carl,'-12.5x,0",
                    "carl,'+46 70,0",
                    "carl,'@home,0",
                    "carl,\"a,b\",0",
                    "carl,\"say \"\"no\"\"\",0",
                    "carl,'＝1,0",
                    "carl,日本,0",
                }
            )
        );
        Assert.That(table.Body, Does.StartWith("owner,title,books\r\n").And.EndsWith("\r\n"));
        var exchange = exchanges[^1];
        Assert.That(exchange.Answered["Content-Type"], Is.EqualTo("text/csv; charset=utf-8; header=present"));
        Assert.That(exchange.Answered["Content-Disposition"], Is.EqualTo("attachment; filename=\"shelves.csv\""));
        Assert.That((await carl.Get("/shelves/export.csv?limit=1")).Fields, Is.EqualTo(new[] { "limit" }));
        carl.Dispose();
    }

    [Test]
    public async Task A_large_table_is_sent_while_it_is_read_and_holds_no_place_while_its_reader_is_slow()
    {
        var end = new TaskCompletionSource();
        (Queries.MadeUp, Queries.AtEnd) = (1_000_000, ct => end.Task.WaitAsync(ct));
        var places = api.Services.GetRequiredService<Admission>();
        using var slow = new HttpClient { BaseAddress = api.Address };
        slow.DefaultRequestHeaders.Authorization = bob.DefaultRequestHeaders.Authorization;

        using var answer = await slow.GetAsync("/shelves/export.csv", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(() => places.Inside, Is.Zero.After(10_000, 20));
        end.SetResult();
        using var text = new StreamReader(body);
        var lines = 0;
        while (await text.ReadLineAsync() is not null)
            lines++;
        Assert.That(lines, Is.GreaterThan(1_000_000));
        await bob.Get("/shelves/summary");
    }

    [Test]
    public async Task A_table_that_cannot_be_read_to_its_end_does_not_end_as_if_it_were_whole()
    {
        (Queries.MadeUp, Queries.AtEnd) = (10_000, _ => throw new InvalidOperationException("The disk is full."));

        await Assert.ThatAsync(() => bob.Get("/shelves/export.csv"), Throws.InstanceOf<HttpRequestException>());

        Queries.MadeUp = 0;
        Assert.That((await bob.Get("/shelves/export.csv")).Code, Is.EqualTo("INTERNAL_ERROR"));
    }

    private LibraryQueries Queries => api.Services.GetRequiredService<LibraryQueries>();

    private HttpClient Client(string subject, params string[] roles)
    {
        var client = new HttpClient(new ContractCheck(exchanges.Add)) { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Token(subject, roles));
        return client;
    }

    private async Task<string> Shelf(string title) => (await bob.Post("/shelves", $$"""{"title":"{{title}}"}""")).Text("id");
}
