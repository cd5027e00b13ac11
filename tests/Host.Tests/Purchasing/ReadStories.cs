namespace Host.Tests.Purchasing;

using System.Globalization;
using System.Net;
using System.Text.Json;

/// <summary>Orders are found, exported and summed up.</summary>
[TestFixture(false, TestName = "ReadStories(memory)")]
[TestFixture(true, TestName = "ReadStories(PostgreSQL)")]
internal sealed class ReadStories(bool onPostgres)
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task An_order_is_found_by_what_is_written_in_it_soon_after_it_was_made()
    {
        var supplier = await api.Supplier();
        var made = await Made(supplier, description: "办公椅子 Größe 100%");
        var id = made.Text("id");

        foreach (var q in new[] { "椅子", "GRÖSSE 1", "größe 100%", "0%", made.Text("number")[3..] })
            await Eventually.Holds(
                () => Found($"q={Uri.EscapeDataString(q)}&supplier_id={supplier}"),
                q == "GRÖSSE 1" ? Is.Empty : Is.EqualTo(new[] { id })
            );
        await Eventually.Holds(() => Found($"sku=OFF-0001&supplier_id={supplier}"), Is.EqualTo(new[] { id }));
        Assert.That(await Found($"number={made.Text("number")}"), Is.EqualTo(new[] { id }));
        Assert.That(
            await Found($"min_total_cents=3750&max_total_cents=3750&currency=USD&supplier_id={supplier}"),
            Is.EqualTo(new[] { id })
        );
        Assert.That(await Found($"min_total_cents=3751&supplier_id={supplier}"), Is.Empty);
        Assert.That(await Found($"currency=JPY&supplier_id={supplier}"), Is.Empty);
        Assert.That(await Found($"q={Uri.EscapeDataString("椅 子")}&supplier_id={supplier}"), Is.Empty);
    }

    [Test]
    public async Task Orders_are_exported_a_row_for_each_line_and_no_cell_is_a_formula()
    {
        var supplier = await api.Supplier();
        var made = await Made(
            supplier,
            description: "=HYPERLINK(1)",
            more: """{"sku":"OFF-0002","quantity":1,"unit_price_cents":0.5,"currency":"USD"}"""
        );
        await Made(supplier, description: "Plain");

        var table = await api.Walt.Get($"/purchase-orders/export.csv?supplier_id={supplier}");

        Assert.That(table.Status, Is.EqualTo(HttpStatusCode.OK), table.Body);
        var rows = table.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(rows, Has.Length.EqualTo(4));
        Assert.That(rows[0], Does.StartWith("id,number,status,supplier_id,").And.EndsWith(",cancelled_quantity,open_quantity"));
        Assert.That(rows[1], Does.Contain("Plain"), "the newest first");
        Assert.That(rows[2], Does.StartWith($"{made.Text("id")},{made.Text("number")},Draft,{supplier},").And.Contain("'=HYPERLINK(1)"));
        Assert.That(rows[3], Does.StartWith(made.Text("id")).And.Contain(",2,OFF-0002,,1,EACH,0.5,1,"));
        Assert.That(rows, Has.None.Contains(",="));
        Assert.That(
            (await api.Walt.Get($"/purchase-orders/export.csv?supplier_id={supplier}&status=Issued")).Body.Split("\r\n"),
            Has.Length.EqualTo(2)
        );
        Assert.That((await api.Walt.Get("/purchase-orders/export.csv?limit=1&q=a")).Fields, Is.EquivalentTo(new[] { "limit", "q" }));
    }

    [Test]
    public async Task Orders_are_summed_up_by_state_supplier_month_and_what_is_still_to_be_billed()
    {
        var supplier = await api.Supplier();
        await api.Order(supplier, cents: 100);
        var cancelled = await api.Issued(supplier);
        await api.Bob.Post($"/purchase-orders/{cancelled}/cancel", """{"reason":"Not this year."}""");
        await api.Issued(supplier);
        await api.Received(await api.Issued(supplier), 3);
        var short_ = await api.Issued(supplier);
        await api.Received(short_, 2);
        await api.Bob.Post($"/purchase-orders/{short_}/close-short", """{"reason":"Not made any more."}""");

        var sum = (await api.Fay.Get($"/purchase-orders/summary?supplier_id={supplier}")).Json;

        Assert.That(
            Rows(sum, "by_status", "status", "currency", "count", "total_cents"),
            Is.EqualTo(new[] { "Cancelled USD 1 3750", "Draft USD 1 300", "Issued USD 1 3750", "Received USD 2 7500" })
        );
        Assert.That(
            Rows(sum, "by_supplier", "supplier_id", "currency", "count", "total_cents"),
            Is.EqualTo(new[] { $"{supplier} USD 5 15300" })
        );
        var month = TimeProvider.System.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        Assert.That(
            Rows(sum, "spend_by_month", "month", "cost_center", "currency", "total_cents"),
            Is.EqualTo(new[] { $"{month}  USD 11250" })
        );
        Assert.That(Rows(sum, "open_commitments", "currency", "total_cents"), Is.EqualTo(new[] { "USD 10000" }), "one piece will not come");
        var times = sum.GetProperty("cycle_times");
        Assert.That(times.GetProperty("submit_to_approve").GetProperty("count").GetInt32(), Is.EqualTo(4));
        Assert.That(times.GetProperty("issue_to_receive").GetProperty("count").GetInt32(), Is.EqualTo(2));
        Assert.That(times.GetProperty("issue_to_receive").GetProperty("median_seconds").GetInt32(), Is.InRange(0, 60));
        var none = (await api.Fay.Get($"/purchase-orders/summary?supplier_id={supplier}&currency=JPY")).Json;
        Assert.That(none.GetProperty("by_status").GetArrayLength(), Is.Zero);
        Assert.That(
            none.GetProperty("cycle_times").GetProperty("submit_to_approve").GetProperty("median_seconds").ValueKind,
            Is.EqualTo(JsonValueKind.Null)
        );
    }

    [TestCase("created_from=2025-01-01&created_to=2026-01-02", 200)]
    [TestCase("created_from=2025-01-01&created_to=2026-01-03", 400)]
    [TestCase("created_from=2025-01-01", 400, Description = "until now")]
    [TestCase("created_to=2025-01-01", 200)]
    [TestCase("created_from=2025-01-02&created_to=2025-01-02", 400)]
    public async Task A_summary_is_of_a_year_at_most(string query, int status)
    {
        var reply = await api.Bob.Get($"/purchase-orders/summary?{query}");

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.Body);
        if (status == 400)
            Assert.That(reply.Fields, Is.EqualTo(new[] { "created_from" }));
    }

    private async Task<Reply> Made(string supplier, string description, string? more = null)
    {
        var first = $$"""{"sku":"OFF-0001","description":"{{description}}","quantity":3,"unit_price_cents":1250,"currency":"USD"}""";
        var made = await api.Bob.Post(
            "/purchase-orders",
            $$"""{"supplier_id":"{{supplier}}","requested_by":"alice","line_items":[{{first}}{{(more is null ? "" : $",{more}")}}]}"""
        );
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Body);
        return made;
    }

    private async Task<string[]> Found(string query)
    {
        var page = await api.Walt.Get($"/purchase-orders?{query}");
        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK), page.Body);
        return [.. page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    private static string[] Rows(JsonElement sum, string part, params string[] members) =>
        [.. sum.GetProperty(part).EnumerateArray().Select(row => string.Join(' ', members.Select(member => $"{row.GetProperty(member)}")))];
}
