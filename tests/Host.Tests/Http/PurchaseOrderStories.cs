namespace Host.Tests.Http;

using System.Net;
using Procurement.BuildingBlocks.Hosting.Security;

[TestFixture(false, TestName = "PurchaseOrderStories(memory)")]
[TestFixture(true, TestName = "PurchaseOrderStories(PostgreSQL)")]
internal sealed class PurchaseOrderStories(bool onPostgres)
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task An_order_is_raised_submitted_and_approved()
    {
        var supplier = await api.Supplier();
        var created = await api.Bob.Post(
            "/purchase-orders",
            $$"""{"supplier_id": "{{supplier}}", "requested_by": "alice", "line_items": [{"sku": "OFF-0001", "quantity": 3, "unit_price_cents": 1250, "currency": "USD"}]}"""
        );
        var id = created.Text("id");
        Assert.That(created.Status, Is.EqualTo(HttpStatusCode.Created), created.Body);
        Assert.That(created.Headers.Location!.ToString(), Is.EqualTo($"/purchase-orders/{id}"));
        Assert.That(created.Headers.ETag!.Tag, Is.EqualTo("\"1.1\""));
        Assert.That(id, Does.StartWith("po_"));
        Assert.That(created.Text("status"), Is.EqualTo("Draft"));
        Assert.That(created.Json.GetProperty("total_cents").GetInt64(), Is.EqualTo(3750));
        Assert.That(created.Json.GetProperty("line_items")[0].GetProperty("line_total_cents").GetInt64(), Is.EqualTo(3750));

        var submitted = await api.Bob.Post($"/purchase-orders/{id}/submit");
        Assert.That(submitted.Text("status"), Is.EqualTo("AwaitingApproval"));
        Assert.That(submitted.Text("required_approval_level"), Is.EqualTo("L1"));

        var approved = await api.Luis.Post($"/purchase-orders/{id}/approve");
        Assert.That(approved.Text("status"), Is.EqualTo("Approved"));
        Assert.That(approved.Json.GetProperty("approvals")[0].GetProperty("approver").GetString(), Is.EqualTo("luis"));

        var read = await api.Bob.Get($"/purchase-orders/{id}");
        Assert.That(read.Body, Is.EqualTo(approved.Body), "a read shows what the change answered");
        Assert.That(read.Headers.ETag!.Tag, Is.EqualTo("\"1.3\""));

        var history = await api.Bob.Get($"/purchase-orders/{id}/history");
        var items = history.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.That(
            items.Select(i => (i.GetProperty("event").GetString(), i.GetProperty("actor").GetString(), i.GetProperty("to").GetString())),
            Is.EqualTo(
                new[]
                {
                    ("PurchaseOrderCreated", "bob", "Draft"),
                    ("PurchaseOrderSubmitted", "bob", "AwaitingApproval"),
                    ("PurchaseOrderApproved", "luis", "Approved"),
                }
            )
        );
        Assert.That(items[2].GetProperty("trace_id").GetString(), Has.Length.EqualTo(32));
    }

    [Test]
    public async Task A_read_by_the_bare_id_finds_the_same_order()
    {
        var id = await api.Order();

        Assert.That((await api.Bob.Get($"/purchase-orders/{id[3..]}")).Text("id"), Is.EqualTo(id));
    }

    [Test]
    public async Task A_reader_with_the_present_copy_is_told_so()
    {
        var id = await api.Order();

        Assert.That(
            (await api.Bob.Get($"/purchase-orders/{id}", ("If-None-Match", "\"1.1\""))).Status,
            Is.EqualTo(HttpStatusCode.NotModified)
        );
        Assert.That((await api.Bob.Get($"/purchase-orders/{id}", ("If-None-Match", "\"2\""))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Lines_change_while_it_is_a_draft()
    {
        var id = await api.Order();
        var changed = await api.Bob.Put(
            $"/purchase-orders/{id}/line-items",
            """{"line_items":[{"sku":"A","quantity":1,"unit_price_cents":5,"currency":"USD"},{"sku":"B","quantity":2,"unit_price_cents":7,"currency":"USD"}]}"""
        );
        Assert.That(changed.Json.GetProperty("total_cents").GetInt64(), Is.EqualTo(19), changed.Body);

        await api.Bob.Post($"/purchase-orders/{id}/submit");
        var late = await api.Bob.Put(
            $"/purchase-orders/{id}/line-items",
            """{"line_items":[{"sku":"A","quantity":1,"unit_price_cents":5,"currency":"USD"}]}"""
        );
        Assert.That((late.Status, late.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
    }

    [Test]
    public async Task An_approver_rejects_with_a_reason()
    {
        var id = await api.Order(submitted: true);
        var blank = await api.Luis.Post($"/purchase-orders/{id}/reject", """{"reason":"  "}""");
        Assert.That((blank.Status, string.Join(",", blank.Fields)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "reason")));

        var rejected = await api.Luis.Post($"/purchase-orders/{id}/reject", """{"reason":"Too dear."}""");

        Assert.That((rejected.Text("status"), rejected.Text("rejection_reason")), Is.EqualTo(("Cancelled", "Too dear.")));
    }

    [Test]
    public async Task Who_requested_or_created_cannot_approve()
    {
        var id = await api.Order(submitted: true);

        foreach (var subject in new[] { "alice", "bob" })
        {
            var refused = await api.As(subject, Roles.ApproverL3).Post($"/purchase-orders/{id}/approve");
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Forbidden, "SELF_APPROVAL_FORBIDDEN")));
        }
    }

    [Test]
    public async Task Too_little_authority_is_refused_and_more_than_enough_is_not()
    {
        var id = await api.Order(cents: 33_334, submitted: true);

        var refused = await api.As("leo", Roles.ApproverL1).Post($"/purchase-orders/{id}/approve");
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Forbidden, "INSUFFICIENT_AUTHORITY")));
        Assert.That(
            (await api.As("lena", Roles.ApproverL1, Roles.ApproverL2).Post($"/purchase-orders/{id}/approve")).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
        Assert.That((await api.Bob.Get($"/purchase-orders/{id}")).Text("required_approval_level"), Is.EqualTo("L2"));
    }

    [Test]
    public async Task A_supplier_that_is_not_approved_is_not_ordered_from()
    {
        var pending = await api.Supplier(approved: false);
        var refused = await api.Bob.Post("/purchase-orders", Api.Body(pending));
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "SUPPLIER_NOT_ELIGIBLE")));

        var unknown = await api.Bob.Post("/purchase-orders", Api.Body("sup_01890000-0000-7000-8000-000000000000"));
        Assert.That((unknown.Status, string.Join(",", unknown.Fields)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "supplier_id")));
    }

    [Test]
    public async Task A_supplier_suspended_meanwhile_stops_the_approval()
    {
        var supplier = await api.Supplier();
        var id = await api.Order(supplier, submitted: true);
        await api.Cora.Post($"/suppliers/{supplier}/suspend", """{"reason":"Audit."}""");

        var refused = await api.Luis.Post($"/purchase-orders/{id}/approve");

        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "SUPPLIER_NOT_ELIGIBLE")));
    }

    [Test]
    public async Task An_approved_order_is_issued_once()
    {
        var id = await api.Order(approved: true);

        var issued = await api.Bob.Post($"/purchase-orders/{id}/issue");
        Assert.That((issued.Status, issued.Text("status")), Is.EqualTo((HttpStatusCode.OK, "Issued")), issued.Body);
        Assert.That(issued.Text("issued_at"), Is.EqualTo(issued.Text("updated_at")));
        Assert.That((await api.Bob.Get($"/purchase-orders/{id}")).Body, Is.EqualTo(issued.Body));

        var again = await api.Bob.Post($"/purchase-orders/{id}/issue");
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
        var early = await api.Bob.Post($"/purchase-orders/{await api.Order(submitted: true)}/issue");
        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
    }

    [Test]
    public async Task A_supplier_suspended_after_the_approval_stops_the_issue_until_it_is_reinstated()
    {
        var supplier = await api.Supplier();
        var id = await api.Order(supplier, approved: true);
        await api.Cora.Post($"/suppliers/{supplier}/suspend", """{"reason":"Audit."}""");

        var refused = await api.Bob.Post($"/purchase-orders/{id}/issue");
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "SUPPLIER_NOT_ELIGIBLE")));
        await api.Cora.Post($"/suppliers/{supplier}/reinstate");

        Assert.That((await api.Bob.Post($"/purchase-orders/{id}/issue")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_open_order_is_disputed_with_a_reason_and_then_nothing_goes_on()
    {
        var id = await api.Order(approved: true);
        var blank = await api.Bob.Post($"/purchase-orders/{id}/dispute", """{"reason":"  "}""");
        Assert.That((blank.Status, string.Join(",", blank.Fields)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "reason")));

        var disputed = await api.Bob.Post($"/purchase-orders/{id}/dispute", """{"reason":"Wrong goods."}""");

        Assert.That((disputed.Text("status"), disputed.Text("dispute_reason")), Is.EqualTo(("Disputed", "Wrong goods.")), disputed.Body);
        Assert.That((disputed.Text("disputed_by"), disputed.Text("disputed_from")), Is.EqualTo(("bob", "Approved")));
        Assert.That(disputed.Text("disputed_at"), Is.EqualTo(disputed.Text("updated_at")));
        Assert.That((await api.Bob.Get($"/purchase-orders/{id}")).Body, Is.EqualTo(disputed.Body));
        foreach (var (verb, body) in new (string, string?)[] { ("issue", null), ("dispute", """{"reason":"Again."}""") })
        {
            var refused = await api.Bob.Post($"/purchase-orders/{id}/{verb}", body);
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")), verb);
        }
    }

    [Test]
    public async Task A_second_approval_is_a_conflict()
    {
        var id = await api.Order(submitted: true);
        await api.Luis.Post($"/purchase-orders/{id}/approve");

        var again = await api.As("lena", Roles.ApproverL3).Post($"/purchase-orders/{id}/approve");

        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
    }

    [Test]
    public async Task A_stale_precondition_fails_and_a_present_one_holds()
    {
        var id = await api.Order();

        var stale = await api.Bob.Post($"/purchase-orders/{id}/submit", null, ("If-Match", "\"1.7\""));
        Assert.That((stale.Status, stale.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "PRECONDITION_FAILED")));
        var weak = await api.Bob.Post($"/purchase-orders/{id}/submit", null, ("If-Match", "W/\"1.1\""));
        Assert.That(weak.Status, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        var broken = await api.Bob.Post($"/purchase-orders/{id}/submit", null, ("If-Match", "1"));
        Assert.That((broken.Status, string.Join(",", broken.Fields)), Is.EqualTo((HttpStatusCode.BadRequest, "If-Match")));
        Assert.That(
            (await api.Bob.Post($"/purchase-orders/{id}/submit", null, ("If-Match", "\"1.1\""))).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );
    }

    [Test]
    public async Task Of_fifty_approvals_at_the_same_instant_one_wins()
    {
        var id = await api.Order(submitted: true);
        var approvers = Enumerable.Range(0, 50).Select(i => api.As($"approver-{i}", Roles.ApproverL3)).ToList();

        var replies = await Task.WhenAll(approvers.Select(client => Task.Run(() => client.Post($"/purchase-orders/{id}/approve"))));

        Assert.That(replies.Count(r => r.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(replies.Where(r => r.Status != HttpStatusCode.OK).Select(r => r.Status), Has.All.EqualTo(HttpStatusCode.Conflict));
        var winner = replies.Single(r => r.Status == HttpStatusCode.OK);
        var read = await api.Bob.Get($"/purchase-orders/{id}");
        Assert.That(read.Body, Is.EqualTo(winner.Body));
        var history = await api.Bob.Get($"/purchase-orders/{id}/history");
        Assert.That(history.Json.GetProperty("items").GetArrayLength(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_repeated_request_has_one_effect_and_one_answer()
    {
        var body = Api.Body(await api.Supplier());
        var first = await api.Bob.Post("/purchase-orders", body, ("Idempotency-Key", "\"order-1\""));
        var again = await api.Bob.Post("/purchase-orders", body, ("Idempotency-Key", "order-1"));

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(again.Body, Is.EqualTo(first.Body));
        Assert.That(again.Headers.GetValues("Idempotency-Replayed"), Is.EqualTo(new[] { "true" }));
        Assert.That(again.Headers.Location, Is.EqualTo(first.Headers.Location));
        Assert.That(again.Headers.ETag, Is.EqualTo(first.Headers.ETag));

        var other = await api.Bob.Post(
            "/purchase-orders",
            body.Replace("1250", "1251", StringComparison.Ordinal),
            ("Idempotency-Key", "order-1")
        );
        Assert.That((other.Status, other.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED")));
        var stranger = await api.As("eve", Roles.Buyer).Post("/purchase-orders", body, ("Idempotency-Key", "order-1"));
        Assert.That(stranger.Text("id"), Is.Not.EqualTo(first.Text("id")), "keys of different clients do not meet");
    }

    [Test]
    public async Task Fifty_duplicates_at_once_have_one_effect()
    {
        var supplier = await api.Supplier();
        var body = Api.Body(supplier);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => api.Bob.Post("/purchase-orders", body, ("Idempotency-Key", "burst"))))
        );

        Assert.That(replies.Select(r => r.Status), Has.All.EqualTo(HttpStatusCode.Created));
        Assert.That(replies.Select(r => r.Body).Distinct().Count(), Is.EqualTo(1));
        var listed = await api.Bob.Get($"/purchase-orders?supplier_id={supplier}");
        Assert.That(listed.Json.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_approval_under_its_key_is_answered_as_the_first()
    {
        var id = await api.Order(submitted: true);
        var first = await api.Luis.Post($"/purchase-orders/{id}/approve", null, ("Idempotency-Key", $"approve-{id}"));
        var again = await api.Luis.Post($"/purchase-orders/{id}/approve", null, ("Idempotency-Key", $"approve-{id}"));

        Assert.That((again.Status, again.Body), Is.EqualTo((HttpStatusCode.OK, first.Body)));
    }

    [Test]
    public async Task A_list_is_walked_by_link_and_by_cursor()
    {
        var supplier = await api.Supplier();
        for (var i = 0; i < 5; i++)
            await api.Order(supplier);

        var first = await api.Bob.Get($"/purchase-orders?supplier_id={supplier}&limit=2");
        var second = await api.Bob.Get($"/purchase-orders?supplier_id={supplier}&limit=2&cursor={first.Text("next")}");
        var link = first.Headers.GetValues("Link").Single();
        var third = await api.Bob.Get($"/purchase-orders?supplier_id={supplier}&limit=2&cursor={second.Text("next")}");

        Assert.That((await api.Bob.Get(link[1..link.IndexOf('>', StringComparison.Ordinal)])).Body, Is.EqualTo(second.Body));
        Assert.That(third.Json.GetProperty("next").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        var ids = new[] { first, second, third }
            .SelectMany(p => p.Json.GetProperty("items").EnumerateArray())
            .Select(o => o.GetProperty("id").GetString());
        Assert.That(ids.ToList(), Has.Count.EqualTo(5).And.Unique);
    }
}
