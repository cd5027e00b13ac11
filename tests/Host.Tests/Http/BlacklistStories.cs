namespace Host.Tests.Http;

using System.Net;
using System.Text.Json;

/// <summary>From a commit in one module to its effect in another: who is excluded as a supplier has its open orders in dispute.</summary>
[TestFixture(false, TestName = "BlacklistStories(memory)")]
[TestFixture(true, TestName = "BlacklistStories(PostgreSQL)")]
internal sealed class BlacklistStories(bool onPostgres)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task Every_open_order_of_an_excluded_supplier_goes_into_dispute_and_no_other()
    {
        var supplier = await api.Supplier();
        var draft = await api.Order(supplier);
        var waiting = await api.Order(supplier, submitted: true);
        var approved = await api.Order(supplier, approved: true);
        var issued = await api.Order(supplier, approved: true);
        await api.Bob.Post($"/purchase-orders/{issued}/issue");
        var rejected = await api.Order(supplier, submitted: true);
        await api.Luis.Post($"/purchase-orders/{rejected}/reject", """{"reason":"No."}""");
        var others = await api.Order();

        await Exclude(supplier);

        foreach (var (id, from) in new[] { (draft, "Draft"), (waiting, "AwaitingApproval"), (approved, "Approved"), (issued, "Issued") })
        {
            await Eventually.Holds(() => Status(id), Is.EqualTo("Disputed"));
            var read = await api.Bob.Get($"/purchase-orders/{id}");
            Assert.That(read.Text("disputed_from"), Is.EqualTo(from));
            Assert.That(read.Text("disputed_by"), Is.EqualTo("system"));
            Assert.That(read.Text("dispute_reason"), Is.EqualTo("Fraud."));
        }
        Assert.That(await Status(rejected), Is.EqualTo("Cancelled"));
        Assert.That(await Status(others), Is.EqualTo("Draft"));
    }

    [Test]
    public async Task The_effect_is_in_the_trace_of_the_request_that_caused_it()
    {
        var supplier = await api.Supplier();
        var order = await api.Order(supplier);

        await Exclude(supplier, ("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01"));

        await Eventually.Holds(() => Status(order), Is.EqualTo("Disputed"));
        var last = await Last(order);
        Assert.That(last.GetProperty("trace_id").GetString(), Is.EqualTo(TraceId));
        Assert.That(last.GetProperty("actor").GetString(), Is.EqualTo("system"));
        Assert.That(last.GetProperty("cause").GetString(), Does.StartWith("supplier blacklisted: "));
    }

    [Test]
    public async Task More_open_orders_than_are_seen_to_at_a_time_all_go_into_dispute()
    {
        var supplier = await api.Supplier();
        var orders = new List<string>();
        for (var i = 0; i < 520; i++)
            orders.Add(await api.Order(supplier));

        await Exclude(supplier);

        foreach (var order in orders)
            await Eventually.Holds(() => Status(order), Is.EqualTo("Disputed"));
    }

    private async Task Exclude(string supplier, params (string, string)[] headers)
    {
        var reply = await api.Cora.Post($"/suppliers/{supplier}/blacklist", """{"reason":"Fraud."}""", headers);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Body);
    }

    private async Task<string> Status(string order) => (await api.Bob.Get($"/purchase-orders/{order}")).Text("status");

    private async Task<JsonElement> Last(string order) =>
        (await api.Bob.Get($"/purchase-orders/{order}/history")).Json.GetProperty("items").EnumerateArray().Last();
}
