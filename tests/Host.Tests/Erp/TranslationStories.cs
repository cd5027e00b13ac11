namespace Host.Tests.Erp;

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>What the ERP says of a vendor becomes a supplier of ours, in our words and by our rules.</summary>
internal sealed class TranslationStories
{
    private SimulatedErp erp = null!;
    private Api api = null!;
    private int lastCode = 600_000;

    [OneTimeSetUp]
    public async Task Start()
    {
        erp = await SimulatedErp.Start();
        api = await Api.Start(onPostgres: false, erp.Serve);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await erp.DisposeAsync();
    }

    [Test]
    public async Task A_vendor_becomes_a_pending_supplier_with_a_proposed_account()
    {
        var (code, reply) = await Import(
            ("LegalName", "  Siam Paper  "),
            ("Iban", "\u00a0SE45 5000 0000 0583 9825 7466 "),
            ("Bic", "ESSE SESS"),
            ("Credit", new JsonObject { ["Limit"] = 1 })
        );

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Body);
        Assert.That((reply.Text("code"), reply.Text("status")), Is.EqualTo((code, "Pending")));
        Assert.That((reply.Text("legal_name"), reply.Text("email")), Is.EqualTo(("Siam Paper", "orders@siam.example")));
        Assert.That(reply.Json.GetProperty("payment_terms_days").GetInt32(), Is.EqualTo(30));
        var address = reply.Json.GetProperty("address");
        Assert.That(
            new[] { "street", "city", "postal_code", "country" }.Select(part => address.GetProperty(part).GetString()),
            Is.EqualTo(new[] { "Charoen Krung 1", "Bangkok", "10100", "TH" })
        );
        var account = reply.Json.GetProperty("bank_account");
        Assert.That(account.GetProperty("state").GetString(), Is.EqualTo("Proposed"));
        Assert.That(account.GetProperty("iban").GetString(), Does.Match(@"^\*+7466$"));
        Assert.That(account.GetProperty("proposed_by").GetString(), Is.EqualTo("sam"));
    }

    [TestCase("1", "Approved")]
    [TestCase("\"1\"", "Approved")]
    [TestCase("\"A\"", "Approved")]
    [TestCase("0", "Suspended")]
    [TestCase("\"0\"", "Suspended")]
    [TestCase("\"S\"", "Suspended")]
    [TestCase("\"B\"", "Blacklisted")]
    [TestCase("\"a\"", null)]
    [TestCase("2", null)]
    [TestCase("true", null)]
    [TestCase("null", null)]
    [TestCase("{\"A\":1}", null)]
    public async Task What_state_it_has_there_is_a_suggestion(string flag, string? suggested)
    {
        var (_, reply) = await Import(("ActiveFlag", JsonNode.Parse(flag)));

        Assert.That((reply.Status, reply.Text("status")), Is.EqualTo((HttpStatusCode.Created, "Pending")), reply.Body);
        var history = (await api.Cora.Get($"/suppliers/{reply.Text("id")}/history")).Json.GetProperty("items");
        var details = history[0].GetProperty("details");
        Assert.That(details.GetProperty("source").GetString(), Is.EqualTo("ERP"));
        Assert.That(details.TryGetProperty("suggested_status", out var said) ? said.GetString() : null, Is.EqualTo(suggested));
    }

    [Test]
    public async Task What_is_empty_there_is_nothing_here()
    {
        var (_, reply) = await Import(("Iban", "    "), ("Bic", ""), ("PaymentTermsDays", null), ("Street", ""), ("PostalCode", null));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.Created), reply.Body);
        foreach (var member in new[] { "bank_account", "payment_terms_days", "address" })
            Assert.That(reply.Json.GetProperty(member).ValueKind, Is.EqualTo(JsonValueKind.Null), member);
    }

    [Test]
    public async Task What_breaks_our_rules_is_refused_as_a_whole_and_named()
    {
        var (code, reply) = await Import(
            ("LegalName", "\u202Epaper"),
            ("Email", ""),
            ("Iban", "SE45 5000 0000 0583 9825 7467"),
            ("Country", "XX"),
            ("PaymentTermsDays", -1)
        );

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "VENDOR_RECORD_INVALID")), reply.Body);
        Assert.That(
            reply.Fields,
            Is.EquivalentTo(new[] { "legal_name", "email", "iban", "holder", "address.country", "payment_terms_days" })
        );
        Assert.That((await api.Sam.Get($"/suppliers?code={code}")).Json.GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_vendor_that_it_does_not_know_is_not_found_and_asked_for_once()
    {
        var calls = await erp.CallsOf(async () =>
        {
            var reply = await api.Sam.Post("/suppliers/import", """{"vendor_code":"TH-999999"}""");
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.NotFound, "VENDOR_NOT_FOUND")), reply.Body);
        });

        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_registered_already_is_not_overwritten()
    {
        var (code, first) = await Import();
        await erp.Knows(code, SimulatedErp.Vendor(code, ("LegalName", "Another"), ("Iban", "GB33BUKB20201555555555"), ("Bic", "BUKBGB22")));

        var again = await api.Sam.Post("/suppliers/import", $$"""{"vendor_code":"{{code.ToLowerInvariant()}}"}""");

        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "SUPPLIER_CODE_TAKEN")), again.Body);
        Assert.That((await api.Sam.Get($"/suppliers/{first.Text("id")}")).Body, Is.EqualTo(first.Body));
    }

    [Test]
    public async Task Without_an_ERP_that_is_said()
    {
        await using var alone = await Api.Start(onPostgres: false, environment => environment["ERP_URL"] = "");

        var reply = await alone.Sam.Post("/suppliers/import", """{"vendor_code":"TH-001234"}""");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "ERP_NOT_CONFIGURED")), reply.Body);
        Assert.That((await alone.Anonymous().Get("/readyz")).Body, Does.Not.Contain("breaker:erp"));
    }

    private async Task<(string Code, Reply Reply)> Import(params (string Member, JsonNode? Value)[] instead)
    {
        var code = $"TH-{Interlocked.Increment(ref lastCode)}";
        await erp.Knows(code, SimulatedErp.Vendor(code, instead));
        return (code, await api.Sam.Post("/suppliers/import", $$"""{"vendor_code":"{{code}}"}"""));
    }
}
