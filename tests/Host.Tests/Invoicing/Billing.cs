namespace Host.Tests.Invoicing;

using System.Globalization;
using System.Net;

/// <summary>What clerks and finance do, in short.</summary>
internal static class Billing
{
    private static int last;

    public static string NewNumber() => string.Create(CultureInfo.InvariantCulture, $"INV-{Interlocked.Increment(ref last)}");

    /// <summary>Body of an invoice over an order of three pieces at 12.50.</summary>
    public static string Body(string supplier, string? order, long net = 3750, string? number = null, string more = "") =>
        $$"""
            {"supplier_id":"{{supplier}}","invoice_number":"{{number ?? NewNumber()}}",{{(
                order is null ? "" : $"\"purchase_order_id\":\"{order}\","
            )}}
            "currency":"USD","issue_date":"2026-01-31","net_cents":{{net}}{{more}}}
            """;

    public static async Task<Reply> Invoice(this Api api, string order, long net = 3750, string? number = null, string more = "")
    {
        var supplier = (await api.Bob.Get($"/purchase-orders/{order}")).Text("supplier_id");
        var invoice = await api.Carla.Post("/invoices", Body(supplier, order, net, number, more));
        Assert.That(invoice.Status, Is.EqualTo(HttpStatusCode.Created), invoice.Body);
        return invoice;
    }

    public static async Task<string> StatusOf(this Api api, string path) => (await api.Carla.Get(path)).Text("status");

    public static Task Becomes(this Api api, string path, string status) => Eventually.Holds(() => api.StatusOf(path), Is.EqualTo(status));

    public static Task OrderBecomes(this Api api, string order, string status) =>
        Eventually.Holds(async () => (await api.Bob.Get($"/purchase-orders/{order}")).Text("status"), Is.EqualTo(status));

    /// <summary>Waits until Invoicing has heard of the order, and of so many pieces of its first line: either may come first.</summary>
    public static Task Counted(this Api api, string order, decimal received) =>
        Eventually.Holds(
            async () =>
                await api.Carla.Get($"/billable-orders/{order}") is { Status: HttpStatusCode.OK } known
                && known.Text("status") != "Expected"
                    ? known.Json.GetProperty("lines")[0].GetProperty("received").GetDecimal()
                    : -1,
            Is.EqualTo(received)
        );

    /// <summary>An order of three pieces of which so many have come, as Invoicing knows it.</summary>
    public static async Task<string> Delivered(this Api api, int quantity = 3, string? supplier = null)
    {
        var order = await api.Issued(supplier);
        if (quantity > 0)
            await api.Received(order, quantity);
        await api.Counted(order, quantity);
        return order;
    }

    /// <summary>The payment of an invoice, once there is one.</summary>
    public static async Task<Reply> PaymentOf(this Api api, string invoice)
    {
        var found = await Eventually.Holds(
            async () => (await api.Fay.Get($"/payments?invoice_id={invoice}")).Json.GetProperty("items"),
            Has.Property("ValueKind")
                .EqualTo(System.Text.Json.JsonValueKind.Array)
                .And.Matches<System.Text.Json.JsonElement>(items => items.GetArrayLength() == 1)
        );
        return await api.Fay.Get($"/payments/{found[0].GetProperty("id").GetString()}");
    }

    public static async Task<Reply> Run(this Api api, string? supplier = null, string cutOff = "2099-12-31")
    {
        var run = await api.Fay.Post(
            "/payment-runs",
            $$"""{"cut_off":"{{cutOff}}"{{(supplier is null ? "" : $",\"supplier_id\":\"{supplier}\"")}}}"""
        );
        Assert.That(run.Status, Is.EqualTo(HttpStatusCode.Created), run.Body);
        return run;
    }
}
