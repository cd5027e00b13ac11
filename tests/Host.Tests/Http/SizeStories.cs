namespace Host.Tests.Http;

using System.Globalization;
using System.Net;
using System.Text;

/// <summary>However large what is stored, an answer about many things stays small, and nothing is lost by it.</summary>
[TestFixture(false, TestName = "SizeStories in memory")]
[TestFixture(true, TestName = "SizeStories on PostgreSQL")]
internal sealed class SizeStories(bool onPostgres)
{
    private const int Mebibyte = 1024 * 1024;
    private const int Edits = 8;

    private Api api = null!;
    private string supplier = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres);
        supplier = await api.Supplier();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task A_page_of_a_hundred_orders_of_two_hundred_long_lines_is_below_a_mebibyte()
    {
        for (var i = 0; i < 100; i++)
            Assert.That((await api.Bob.Post("/purchase-orders", Order(200))).Status, Is.EqualTo(HttpStatusCode.Created));

        var page = await api.Bob.Get($"/purchase-orders?limit=100&supplier_id={supplier}");

        var items = page.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.That(items, Has.Count.EqualTo(100));
        Assert.That(items.Select(item => item.GetProperty("line_count").GetInt32()), Has.All.EqualTo(200));
        Assert.That(items.Where(item => item.TryGetProperty("line_items", out _)), Is.Empty);
        Assert.That(Encoding.UTF8.GetByteCount(page.Body), Is.LessThan(Mebibyte));
    }

    [TestCase(200)]
    [TestCase(1_000)]
    public async Task An_audit_trail_of_large_edits_comes_in_parts_below_a_mebibyte_each_entry_once(int lines)
    {
        var order = (await api.Bob.Post("/purchase-orders", Order(lines))).Text("id");
        for (var i = 0; i < Edits; i++)
            Assert.That((await api.Bob.Put($"/purchase-orders/{order}/line-items", Lines(lines))).Status, Is.EqualTo(HttpStatusCode.OK));

        var versions = new List<long>();
        var parts = 0;
        for (var next = $"/purchase-orders/{order}/history?limit=100"; next is not null; parts++)
        {
            var part = await api.Bob.Get(next);
            Assert.That(Encoding.UTF8.GetByteCount(part.Body), Is.LessThan(Mebibyte));
            foreach (var item in part.Json.GetProperty("items").EnumerateArray())
            {
                var version = item.GetProperty("version").GetInt64();
                versions.Add(version);
                var whole = await api.Bob.Get($"/purchase-orders/{order}/history/{version.ToString(CultureInfo.InvariantCulture)}");
                Assert.That(whole.Json.GetProperty("details").GetProperty("line_items").GetArrayLength(), Is.EqualTo(lines));
                if (item.GetProperty("details_left_out").GetBoolean())
                    Assert.That(item.GetProperty("details").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
                else
                    Assert.That(item.GetProperty("details").ToString(), Is.EqualTo(whole.Json.GetProperty("details").ToString()));
            }
            next = part.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
            Assert.That(part.Json.GetProperty("next").GetString() is null, Is.EqualTo(next is null));
        }

        Assert.That(versions, Is.EqualTo(Enumerable.Range(1, Edits + 1)));
        if (lines == 200)
            Assert.That(parts, Is.GreaterThan(1));
    }

    [Test]
    public async Task Behind_the_end_of_an_audit_trail_there_is_nothing()
    {
        var order = await api.Order(supplier);
        var first = await api.Bob.Get($"/purchase-orders/{order}/history?limit=1");
        Assert.That(first.Json.GetProperty("next").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));

        var behind = await api.Bob.Get($"/purchase-orders/{order}/history?cursor=AAAAAAAAAAAAAAAAAAAAZA");

        Assert.That(behind.Status, Is.EqualTo(HttpStatusCode.OK), behind.Body);
        Assert.That(behind.Json.GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That((await api.Bob.Get($"/purchase-orders/{order}/history/2")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await api.Bob.Get($"/purchase-orders/{order}/history/x")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private string Order(int lines) => $$"""{"supplier_id":"{{supplier}}","requested_by":"alice",{{Lines(lines)[1..]}}""";

    private static string Lines(int lines)
    {
        var line =
            $$"""{"sku":"{{new string('S', 64)}}","description":"{{new string('ä', 256)}}","quantity":3,"unit_price_cents":1250,"currency":"USD"}""";
        return $$"""{"line_items":[{{string.Join(',', Enumerable.Repeat(line, lines))}}]}""";
    }
}
