namespace Host.Tests.Purchasing;

using System.Net;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What is asked for at the same instant on PostgreSQL ends as if it had been asked for one after the other.</summary>
internal sealed class RaceStories
{
    private const int Rounds = 10;

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: true);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task Of_many_receipts_of_everything_one_is_taken()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var order = await api.Issued();

            var replies = await All(Enumerable.Range(0, 20).Select(i => Receive(order, $"LS-{i}", 3)));

            Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
            Assert.That(
                replies.Select(reply => reply.Status),
                Has.All.AnyOf(HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity)
            );
            Assert.That(await Counters(order), Is.EqualTo((3m, 0m)));
        }
    }

    [Test]
    public async Task Of_many_receipts_of_one_piece_as_many_are_taken_as_were_ordered()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var order = await api.Issued();

            var replies = await All(Enumerable.Range(0, 12).Select(i => Receive(order, $"LS-{i}", 1)));

            Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(3));
            Assert.That(await Counters(order), Is.EqualTo((3m, 0m)));
        }
    }

    [Test]
    public async Task A_delivery_that_is_told_many_times_is_received_once()
    {
        var order = await api.Issued();

        var replies = await All(Enumerable.Range(0, 20).Select(_ => Receive(order, "LS-1", 1)));

        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(
            replies.Where(reply => reply.Status != HttpStatusCode.Created).Select(reply => reply.Code),
            Has.All.EqualTo("DELIVERY_NOTE_TAKEN")
        );
        Assert.That((await Counters(order)).Received, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_many_returns_no_more_goes_back_than_came()
    {
        var receipt = await api.Receipt();

        var replies = await All(
            Enumerable
                .Range(0, 12)
                .Select(_ =>
                    api.Walt.Post($"/goods-receipts/{receipt}/return", """{"lines":[{"line_number":1,"quantity":1}],"reason":"Wet."}""")
                )
        );

        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.OK), Is.EqualTo(2));
        Assert.That(
            (await api.Walt.Get($"/goods-receipts/{receipt}")).Json.GetProperty("lines")[0].GetProperty("returned_quantity").GetDecimal(),
            Is.EqualTo(2)
        );
    }

    [Test]
    public async Task What_is_amended_while_it_is_approved_is_approved_as_it_was()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var order = await api.Order(approved: true);
            const string body =
                """{"line_items":[{"sku":"GOLD-1","quantity":1,"unit_price_cents":99,"currency":"USD"}],"reason":"Other."}""";

            var replies = await All([
                api.Bob.Post($"/purchase-orders/{order}/amend", body),
                api.Bob.Post($"/purchase-orders/{order}/issue"),
                api.Luis.Post($"/purchase-orders/{order}/approve"),
            ]);

            var after = await api.Bob.Get($"/purchase-orders/{order}");
            var issued = await Event(order, "PurchaseOrderIssued");
            if (issued is { } told)
            {
                // Whatever went out had been approved by then: the first content, or the second after its approval.
                var sku = told.GetProperty("details").GetProperty("line_items")[0].GetProperty("sku").GetString();
                var amended = await Event(order, "AmendmentApproved");
                var approvedBefore = amended is { } at && at.GetProperty("version").GetInt64() < told.GetProperty("version").GetInt64();
                Assert.That(sku, Is.EqualTo(approvedBefore ? "GOLD-1" : "OFF-0001"), after.Body);
            }
            Assert.That((int)replies[0].Status, Is.EqualTo(200), replies[0].Body);
        }
    }

    [Test]
    public async Task Who_cancels_and_who_receives_do_not_both_succeed()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var order = await api.Issued();

            var replies = await All([api.Bob.Post($"/purchase-orders/{order}/cancel", """{"reason":"No."}"""), Receive(order, "LS-1", 3)]);

            var (cancelled, received) = (replies[0].Status == HttpStatusCode.OK, replies[1].Status == HttpStatusCode.Created);
            Assert.That(cancelled ^ received, Is.True, $"{replies[0].Body}\n{replies[1].Body}");
            Assert.That(await Counters(order), Is.EqualTo((received ? 3m : 0m, 0m)));
        }
    }

    [Test]
    public async Task Of_two_who_decide_with_the_same_authority_one_does()
    {
        var deputy = api.As("dora", Roles.ApproverL1);
        var given = await api.Luis.Post("/delegations", """{"to":"dora","from_date":"2020-01-01","until_date":"2099-12-31"}""");
        // Of the past it may begin, but not be longer than a year.
        Assert.That(given.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), given.Body);
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        given = await api.Luis.Post("/delegations", $$"""{"to":"dora","from_date":"{{today}}","until_date":"{{tomorrow}}"}""");
        Assert.That(given.Status, Is.EqualTo(HttpStatusCode.Created), given.Body);
        for (var round = 0; round < Rounds; round++)
        {
            var order = await api.Order(cents: 900_000, submitted: true);
            var listed = await deputy.Get("/approvals?limit=100");
            var waiting = listed
                .Json.GetProperty("items")
                .EnumerateArray()
                .Single(item => item.GetProperty("purchase_order_id").GetString() == order);
            Assert.That(waiting.GetProperty("on_behalf_of").GetString(), Is.EqualTo("luis"));

            var replies = await All([
                deputy.Post($"/purchase-orders/{order}/approve"),
                api.Luis.Post($"/purchase-orders/{order}/reject", """{"reason":"No."}"""),
            ]);

            Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.OK), Is.EqualTo(1));
            var after = await api.Bob.Get($"/purchase-orders/{order}");
            var approved = replies[0].Status == HttpStatusCode.OK;
            Assert.That(after.Text("status"), Is.EqualTo(approved ? "Approved" : "Cancelled"));
            if (approved)
                Assert.That(after.Json.GetProperty("approvals")[0].GetProperty("on_behalf_of").GetString(), Is.EqualTo("luis"));
        }
    }

    [Test]
    public async Task An_edit_behind_the_back_of_the_approval_is_not_issued()
    {
        var order = await api.Order(approved: true);
        await api.Tamper($"UPDATE purchasing.line_items SET quantity = 300 WHERE order_id = '{order[3..]}'");

        var issued = await api.Bob.Post($"/purchase-orders/{order}/issue");

        Assert.That((issued.Status, issued.Code), Is.EqualTo((HttpStatusCode.Conflict, "CONTENT_NOT_APPROVED")), issued.Body);
    }

    [Test]
    public async Task An_order_of_the_most_lines_goes_the_whole_way()
    {
        var line = """{"sku":"OFF-0001","quantity":2,"unit_price_cents":3.45,"currency":"USD"}""";
        var made = await api.Bob.Post(
            "/purchase-orders",
            $$"""{"supplier_id":"{{await api.Supplier()}}","requested_by":"alice","line_items":[{{string.Join(',', Enumerable.Repeat(line, 5_000))}}]}"""
        );
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Body[..Math.Min(500, made.Body.Length)]);
        var order = made.Text("id");
        var goods = string.Join(',', Enumerable.Range(1, 5_000).Select(number => $$"""{"line_number":{{number}},"quantity":2}"""));

        foreach (
            var (caller, path, body) in new (HttpClient, string, string?)[]
            {
                (api.Bob, $"/purchase-orders/{order}/submit", null),
                (api.Luis, $"/purchase-orders/{order}/approve", null),
                (api.Bob, $"/purchase-orders/{order}/issue", null),
                (api.Walt, $"/purchase-orders/{order}/goods-receipts", $$"""{"delivery_note":"LS-1","lines":[{{goods}}]}"""),
            }
        )
        {
            var reply = await caller.Post(path, body);
            Assert.That((int)reply.Status, Is.InRange(200, 201), reply.Body[..Math.Min(500, reply.Body.Length)]);
        }

        var read = await api.Bob.Get($"/purchase-orders/{order}");
        Assert.That((read.Text("status"), read.Json.GetProperty("total_cents").GetInt64()), Is.EqualTo(("Received", 5_000 * 7L)));
    }

    private static async Task<IReadOnlyList<Reply>> All(IEnumerable<Task<Reply>> calls) => await Task.WhenAll(calls);

    private Task<Reply> Receive(string order, string note, int quantity) =>
        api.Walt.Post(
            $"/purchase-orders/{order}/goods-receipts",
            $$"""{"delivery_note":"{{note}}","lines":[{"line_number":1,"quantity":{{quantity}}}]}"""
        );

    private async Task<(decimal Received, decimal Returned)> Counters(string order)
    {
        var line = (await api.Bob.Get($"/purchase-orders/{order}")).Json.GetProperty("line_items")[0];
        return (line.GetProperty("received_quantity").GetDecimal(), line.GetProperty("returned_quantity").GetDecimal());
    }

    private async Task<System.Text.Json.JsonElement?> Event(string order, string name)
    {
        var items = (await api.Bob.Get($"/purchase-orders/{order}/history")).Json.GetProperty("items").EnumerateArray();
        var found = items.Where(item => item.GetProperty("event").GetString() == name).ToList();
        return found.Count == 0 ? null : found[0];
    }
}
