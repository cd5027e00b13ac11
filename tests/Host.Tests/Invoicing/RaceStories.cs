namespace Host.Tests.Invoicing;

using System.Net;

/// <summary>Many who bill the same goods at the same moment.</summary>
internal sealed class RaceStories
{
    private const int Invoices = 50;
    private const int Pieces = 10;

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: true, environment => environment["DB_MAX_CONNS"] = "16");

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task Of_many_invoices_over_the_same_goods_exactly_those_match_that_may()
    {
        var (order, supplier) = await Delivered();
        var bodies = Enumerable.Range(0, Invoices).Select(_ => OnePiece(supplier, order)).ToList();

        var answers = await Task.WhenAll(bodies.Select(body => Until(() => api.Carla.Post("/invoices", body))));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Created));
        Assert.That(answers.Count(answer => answer.Text("status") == "Matched"), Is.EqualTo(Pieces));
        Assert.That(
            answers
                .Where(answer => answer.Text("status") != "Matched")
                .Select(answer => answer.Json.GetProperty("dispute").GetProperty("reason_code").GetString()),
            Is.All.EqualTo("QTY")
        );
        await Bills(order, Pieces);
    }

    [Test]
    public async Task Goods_that_come_while_invoices_are_registered_are_seen_by_every_one_of_them()
    {
        var supplier = await api.Supplier();
        var order = await Issued(supplier);
        await api.Counted(order, 0);

        var receipts = Enumerable.Range(0, Pieces).Select(_ => Until(() => api.Receive(order, 1)));
        var invoices = Enumerable.Range(0, Pieces).Select(_ => Until(() => api.Carla.Post("/invoices", OnePiece(supplier, order))));
        var answers = await Task.WhenAll(receipts.Concat(invoices));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Created));
        await Bills(order, Pieces);
        await api.OrderBecomes(order, "Invoiced");
    }

    [Test]
    public async Task Of_one_number_registered_at_once_one_invoice_comes_of_it()
    {
        var (order, supplier) = await Delivered();
        var number = Billing.NewNumber();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Until(() => api.Carla.Post("/invoices", Billing.Body(supplier, order, 12500, number))))
        );

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(
            answers.Where(answer => answer.Status != HttpStatusCode.Created).Select(answer => answer.Code),
            Is.All.EqualTo("DUPLICATE_INVOICE")
        );
    }

    /// <summary>Whoever loses against others three times in a row is told to come again.</summary>
    private static async Task<Reply> Until(Func<Task<Reply>> send)
    {
        while (true)
        {
            var reply = await send();
            if (reply.Status != HttpStatusCode.Conflict || reply.Code != "CONCURRENT_CHANGE")
                return reply;
        }
    }

    private Task Bills(string order, int pieces) =>
        Eventually.Holds(
            async () =>
            {
                var known = (await api.Carla.Get($"/billable-orders/{order}")).Json;
                var line = known.GetProperty("lines")[0];
                return (line.GetProperty("billed").GetDecimal(), known.GetProperty("billings").GetArrayLength());
            },
            Is.EqualTo(((decimal)pieces, pieces))
        );

    private static string OnePiece(string supplier, string order) =>
        Billing.Body(supplier, order, 1250, more: ""","lines":[{"line_number":1,"quantity":1,"unit_price_cents":1250,"net_cents":1250}]""");

    private async Task<(string Order, string Supplier)> Delivered()
    {
        var supplier = await api.Supplier();
        var order = await Issued(supplier);
        await api.Received(order, Pieces);
        await api.Counted(order, Pieces);
        return (order, supplier);
    }

    private async Task<string> Issued(string supplier)
    {
        var order = (await api.Bob.Post("/purchase-orders", Api.Body(supplier, quantity: Pieces))).Text("id");
        await api.Bob.Post($"/purchase-orders/{order}/submit");
        await api.Luis.Post($"/purchase-orders/{order}/approve");
        Assert.That((await api.Bob.Post($"/purchase-orders/{order}/issue")).Status, Is.EqualTo(HttpStatusCode.OK));
        return order;
    }
}
