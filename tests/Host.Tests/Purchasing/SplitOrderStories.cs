namespace Host.Tests.Purchasing;

using System.Net;

/// <summary>What one person orders from one supplier in parts calls for the level of the whole.</summary>
[TestFixture(false, TestName = "SplitOrderStories(memory)")]
[TestFixture(true, TestName = "SplitOrderStories(PostgreSQL)")]
internal sealed class SplitOrderStories(bool onPostgres)
{
    /// <summary>Three of them are a total that L1 suffices for; six are not.</summary>
    private const long Cents = 20_000;

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres, environment => environment["PURCHASING_SPLIT_WINDOW"] = "24h");

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task The_one_that_tips_the_sum_takes_the_level_of_the_sum_and_names_the_others()
    {
        var supplier = await api.Supplier();
        var first = await api.Order(supplier, Cents, submitted: true);
        await api.Order(cents: Cents, submitted: true);

        var second = await api.Order(supplier, Cents, submitted: true);

        Assert.That(await Routed(first), Is.EqualTo(("L1", 0)));
        var read = await api.Bob.Get($"/purchase-orders/{second}");
        Assert.That(read.Text("required_approval_level"), Is.EqualTo("L2"));
        Assert.That(read.Json.GetProperty("split_with").EnumerateArray().Select(each => each.GetString()), Is.EqualTo(new[] { first }));
    }

    [Test]
    public async Task Of_those_submitted_at_once_one_alone_goes_without_the_others()
    {
        for (var round = 0; round < 10; round++)
        {
            var supplier = await api.Supplier();
            var orders = new List<string>();
            for (var i = 0; i < 3; i++)
                orders.Add(await api.Order(supplier, Cents));

            var replies = await Task.WhenAll(orders.Select(order => api.Bob.Post($"/purchase-orders/{order}/submit")));

            Assert.That(replies.Select(reply => reply.Status), Has.All.EqualTo(HttpStatusCode.OK), replies[^1].Body);
            var routed = await Task.WhenAll(orders.Select(Routed));
            Assert.That(routed, Is.EquivalentTo(new[] { ("L1", 0), ("L2", 1), ("L2", 2) }));
        }
    }

    [Test]
    public async Task One_that_was_rejected_counts_no_more()
    {
        var supplier = await api.Supplier();
        var first = await api.Order(supplier, Cents, submitted: true);
        var rejected = await api.Luis.Post($"/purchase-orders/{first}/reject", """{"reason":"Not now."}""");
        Assert.That(rejected.Status, Is.EqualTo(HttpStatusCode.OK), rejected.Body);

        var second = await api.Order(supplier, Cents, submitted: true);

        Assert.That(await Routed(second), Is.EqualTo(("L1", 0)));
    }

    private async Task<(string Level, int Beside)> Routed(string order)
    {
        var read = await api.Bob.Get($"/purchase-orders/{order}");
        return (read.Text("required_approval_level"), read.Json.GetProperty("split_with").GetArrayLength());
    }
}
