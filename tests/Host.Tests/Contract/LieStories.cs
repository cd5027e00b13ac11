namespace Host.Tests.Contract;

using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>A document that lies is found out: each lie is told of good exchanges, of which the true document says nothing.</summary>
internal sealed class LieStories
{
    private readonly List<Exchange> exchanges = [];

    [OneTimeSetUp]
    public async Task Record()
    {
        await using var api = await Api.Start(onPostgres: false);
        var supplier = await api.Supplier();
        using var client = new HttpClient(new ContractCheck(exchanges.Add)) { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Token("bob", [.. Roles.All]));
        var order = await client.Post("/purchase-orders", Api.Body(supplier), ("Idempotency-Key", "lie-1"));
        await client.Post("/purchase-orders", Api.Body(supplier), ("Idempotency-Key", "lie-1"));
        await client.Post("/purchase-orders", Api.Body(supplier, cents: 7));
        await client.Get("/purchase-orders?limit=1&status=Draft");
        var path = $"/purchase-orders/{order.Text("id")}";
        await client.Get("/purchase-orders?status=Approved");
        await client.Get(path);
        await client.Get(path, ("If-None-Match", order.Headers.ETag!.Tag));
        await client.Get($"{path}/history");
        await client.Post($"{path}/submit", null, ("If-Match", order.Headers.ETag.Tag));
        await client.Post($"{path}/submit");
        await client.Post("/purchase-orders", Api.Body("sup_01890000-0000-7000-8000-000000000000"));
        await client.Get("/purchase-orders/po_01890000-0000-7000-8000-000000000000");
        client.DefaultRequestHeaders.Authorization = null;
        await client.Get(path);
    }

    [Test]
    public async Task Of_the_served_document_nothing_is_said()
    {
        Assert.That(exchanges.Select(e => e.Status), Is.SupersetOf(new[] { 201, 200, 304, 401, 404, 409, 422 }));
        Assert.That(await Found(_ => { }), Is.Empty);
    }

    private static readonly TestCaseData[] Lies =
    [
        Lie("a member has another name", d => Rename(Properties(d, "PurchaseOrder"), "supplier_id", "supplierId"), "supplier_id"),
        Lie("a member is not there", d => Properties(d, "LineItem").Remove("sku"), "sku"),
        Lie("a member is never null", d => Properties(d, "PurchaseOrder")["approved_at"]!["type"] = "string", "approved_at"),
        Lie("a member is always there", d => Schema(d, "Problem")["required"]!.AsArray().Add("fields"), "fields"),
        Lie("an identifier looks otherwise", d => Properties(d, "PurchaseOrder")["id"] = Pattern("^order_"), "/id pattern"),
        Lie("a number is at most 3", d => Properties(d, "PurchaseOrder")["total_cents"]!["maximum"] = 3, "total_cents maximum"),
        Lie("a list has at most no items", d => Properties(d, "PurchaseOrder")["line_items"]!["maxItems"] = 0, "line_items maxItems"),
        Lie("an enumeration lacks a name", d => Schema(d, "PurchaseOrderStatus")["enum"] = new JsonArray("Approved"), "status"),
        Lie("a status is not declared", d => Create(d)["responses"]!.AsObject().Remove("201"), "status 201"),
        Lie("a refusal is not declared", d => Create(d)["responses"]!.AsObject().Remove("422"), "status 422"),
        Lie("a code is not listed", d => Response(d, "422")["description"] = "`OTHER_CODE`", "code VALIDATION_FAILED"),
        Lie("a header is not declared", d => Response(d, "201")["headers"]!.AsObject().Remove("ETag"), "ETag is not declared"),
        Lie("a header is always there", d => Header(d, "200", "Link")["required"] = true, "Link is missing"),
        Lie("a header looks otherwise", d => Header(d, "201", "Location")["schema"] = Pattern("^https:"), "Location"),
        Lie("an answer is of another type", d => Rename(Response(d, "201")["content"]!, "application/json", "text/xml"), "content type"),
        Lie("a parameter is not declared", d => Parameters(d).Remove(Named(d, "limit")), "limit"),
        Lie("a parameter is at most 0", d => Named(d, "limit")["schema"] = JsonNode.Parse("""{"type":"integer","maximum":0}"""), "limit"),
        Lie("a body has another member", d => Rename(Properties(d, "CreateOrderBody"), "requested_by", "requester"), "accepted"),
        Lie("a text of a body is longer", d => Properties(d, "CreateOrderBody")["requested_by"]!["minLength"] = 99, "accepted"),
        Lie("a rule has no name", d => Create(d)["description"] = "", "does not name"),
    ];

    [TestCaseSource(nameof(Lies))]
    public async Task A_lie_is_found_out(Action<JsonNode> tell, string said)
    {
        Assert.That(await Found(tell), Has.Some.Contains(said));
    }

    private async Task<List<string>> Found(Action<JsonNode> tell)
    {
        var node = JsonNode.Parse(await ContractCheck.Text())!;
        tell(node);
        var document = new Document(node.ToJsonString());
        return [.. exchanges.SelectMany(e => Judgement.Of(document, e).Select(difference => $"{e}: {difference}"))];
    }

    private static TestCaseData Lie(string name, Action<JsonNode> tell, string said) =>
        new TestCaseData(tell, said).SetName($"A_lie_is_found_out({name})");

    private static JsonNode Schema(JsonNode d, string name) => d["components"]!["schemas"]![name]!;

    private static JsonObject Properties(JsonNode d, string schema) => Schema(d, schema)["properties"]!.AsObject();

    private static JsonObject Create(JsonNode d) => d["paths"]!["/purchase-orders"]!["post"]!.AsObject();

    private static JsonNode Response(JsonNode d, string status) => Inline(d, Create(d)["responses"]!.AsObject(), status);

    private static JsonNode Header(JsonNode d, string status, string name) =>
        Inline(d, Inline(d, (status == "200" ? List(d) : Create(d))["responses"]!.AsObject(), status)["headers"]!.AsObject(), name);

    private static JsonObject List(JsonNode d) => d["paths"]!["/purchase-orders"]!["get"]!.AsObject();

    private static JsonArray Parameters(JsonNode d) => List(d)["parameters"]!.AsArray();

    private static JsonObject Named(JsonNode d, string name)
    {
        var all = Parameters(d);
        for (var i = 0; i < all.Count; i++)
            if (Resolved(d, all[i]!) is { } parameter && parameter["name"]!.GetValue<string>() == name)
                return (all[i] = parameter.DeepClone()).AsObject();
        throw new KeyNotFoundException(name);
    }

    /// <summary>What is shared is made this place's own before it is changed.</summary>
    private static JsonNode Inline(JsonNode d, JsonObject members, string name) => members[name] = Resolved(d, members[name]!).DeepClone();

    private static JsonNode Resolved(JsonNode d, JsonNode node) =>
        node["$ref"] is { } reference ? reference.GetValue<string>()[2..].Split('/').Aggregate(d, (at, name) => at[name]!) : node;

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static void Rename(JsonNode members, string from, string to)
    {
        var value = members[from]!.DeepClone();
        members.AsObject().Remove(from);
        members[to] = value;
    }
}
