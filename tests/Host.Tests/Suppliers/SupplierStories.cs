namespace Host.Tests.Suppliers;

using System.Net;
using System.Text.Json;

[TestFixture(false, TestName = "SupplierStories(memory)")]
[TestFixture(true, TestName = "SupplierStories(PostgreSQL)")]
internal sealed class SupplierStories(bool onPostgres)
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task A_suspended_supplier_is_reinstated_and_ordered_from_again()
    {
        var id = await api.Supplier(suspended: true);
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Code, Is.EqualTo("SUPPLIER_NOT_ELIGIBLE"));

        var reinstated = await api.Cora.Post($"/suppliers/{id}/reinstate");

        Assert.That((reinstated.Status, reinstated.Text("status")), Is.EqualTo((HttpStatusCode.OK, "Approved")), reinstated.Body);
        Assert.That(reinstated.Json.GetProperty("suspension_reason").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await api.Cora.Get($"/suppliers/{id}")).Body, Is.EqualTo(reinstated.Body));
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Status, Is.EqualTo(HttpStatusCode.Created));
        var again = await api.Cora.Post($"/suppliers/{id}/reinstate");
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")));
        var history = (await api.Cora.Get($"/suppliers/{id}/history")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.That(
            history.Select(line => line.GetProperty("event").GetString()),
            Is.EqualTo(new[] { "SupplierRegistered", "SupplierApproved", "SupplierSuspended", "SupplierReinstated" })
        );
        Assert.That(history[2].GetProperty("details").GetProperty("reason").GetString(), Is.EqualTo("Audit."));
    }

    [Test]
    public async Task A_blacklisted_supplier_is_excluded_for_good()
    {
        var id = await api.Supplier();
        var blank = await api.Cora.Post($"/suppliers/{id}/blacklist", """{"reason":"  "}""");
        Assert.That((blank.Status, string.Join(",", blank.Fields)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "reason")));

        var blacklisted = await api.Cora.Post($"/suppliers/{id}/blacklist", """{"reason":"Fraud."}""");

        Assert.That((blacklisted.Text("status"), blacklisted.Text("blacklist_reason")), Is.EqualTo(("Blacklisted", "Fraud.")));
        Assert.That((await api.Cora.Get($"/suppliers/{id}")).Body, Is.EqualTo(blacklisted.Body));
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Code, Is.EqualTo("SUPPLIER_NOT_ELIGIBLE"));
        foreach (
            var (verb, body) in new (string, string?)[]
            {
                ("approve", """{"risk_score":12}"""),
                ("suspend", """{"reason":"Audit."}"""),
                ("reinstate", null),
                ("blacklist", """{"reason":"Again."}"""),
            }
        )
        {
            var refused = await api.Cora.Post($"/suppliers/{id}/{verb}", body);
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")), verb);
        }
        var listed = await api.Cora.Get("/suppliers?status=Blacklisted");
        Assert.That(
            listed.Json.GetProperty("items").EnumerateArray().Select(supplier => supplier.GetProperty("id").GetString()),
            Is.EqualTo(new[] { id })
        );
    }

    [Test]
    public async Task Of_two_with_the_same_code_however_written_one_is_registered()
    {
        foreach (var (one, other) in new[] { ("SK-000001", " sk-000001"), ("Sk-00 0002", "SK-000002"), ("SK-000003", "SK-000003") })
        {
            var replies = await Task.WhenAll(Register(one), Register(other));

            Assert.That(replies.Select(reply => reply.Status), Is.EquivalentTo(new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
            Assert.That(replies.Single(reply => reply.Status == HttpStatusCode.Conflict).Code, Is.EqualTo("SUPPLIER_CODE_TAKEN"));
            Assert.That(
                replies.Single(reply => reply.Status == HttpStatusCode.Created).Text("code"),
                Is.EqualTo(one.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant())
            );
        }

        Task<Reply> Register(string code) =>
            api.Sam.Post("/suppliers", $$"""{"code":"{{code}}","legal_name":"Siam Paper","email":"a@siam.example"}""");
    }

    [Test]
    public async Task What_a_patch_has_is_replaced_and_the_rest_stays()
    {
        var id = await api.Supplier();
        var filled = await api.Sam.Patch(
            $"/suppliers/{id}",
            """{"address":{"street":"Storgatan 1","city":"Stockholm","postal_code":null,"country":"SE"},"tax_id":"SE556000167501","match_tolerance_bps":0}"""
        );
        Assert.That(filled.Status, Is.EqualTo(HttpStatusCode.OK), filled.Body);

        var changed = await api.Sam.Patch($"/suppliers/{id}", """{"legal_name":"Nordpapper AB","tax_id":null}""");

        Assert.That((changed.Text("legal_name"), changed.Text("email")), Is.EqualTo(("Nordpapper AB", "a@siam.example")));
        Assert.That(changed.Json.GetProperty("tax_id").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(changed.Json.GetProperty("match_tolerance_bps").GetInt32(), Is.Zero);
        Assert.That(changed.Json.GetProperty("address").GetProperty("city").GetString(), Is.EqualTo("Stockholm"));
        var same = await api.Sam.Patch($"/suppliers/{id}", """{"legal_name":"Nordpapper AB"}""");
        Assert.That((same.Status, same.Body), Is.EqualTo((HttpStatusCode.OK, changed.Body)), "nothing has happened");
        Assert.That((await api.Sam.Get($"/suppliers/{id}")).Body, Is.EqualTo(changed.Body));
        var wrong = await api.Sam.Patch($"/suppliers/{id}", """{"legal_name":null,"email":"x","address":{"city":"Stockholm"}}""");
        Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(wrong.Fields, Is.EquivalentTo(new[] { "legal_name", "email", "address.street", "address.country" }));
        Assert.That((await api.Sam.Patch($"/suppliers/{id}", """{"code":"SE-000001"}""")).Fields, Is.EqualTo(new[] { "code" }));
        Assert.That((await api.Sam.Get("/suppliers?name=nordPAPPER&country=SE")).Body, Does.Contain(id));
    }

    [Test]
    public async Task A_supplier_on_hold_is_not_ordered_from_until_it_is_released()
    {
        var id = await api.SupplierOnHold();
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Code, Is.EqualTo("SUPPLIER_NOT_ELIGIBLE"));

        var released = await api.Fay.Post($"/suppliers/{id}/release");

        Assert.That(released.Json.GetProperty("hold").ValueKind, Is.EqualTo(JsonValueKind.Null), released.Body);
        Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(id))).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await api.Fay.Post($"/suppliers/{id}/release")).Code, Is.EqualTo("NOT_ON_HOLD"));
        Assert.That(
            (await api.Bob.Post("/purchase-orders", Api.Body(await api.SupplierOnHold("Payments")))).Status,
            Is.EqualTo(HttpStatusCode.Created)
        );
    }
}
