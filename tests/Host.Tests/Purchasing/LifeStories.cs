namespace Host.Tests.Purchasing;

using System.Net;
using System.Text.Json;
using Procurement.BuildingBlocks;
using Procurement.Invoicing.Contracts;

/// <summary>An order from the first draft to the last payment, with what may come between.</summary>
[TestFixture(false, TestName = "LifeStories(memory)")]
[TestFixture(true, TestName = "LifeStories(PostgreSQL)")]
internal sealed class LifeStories(bool onPostgres)
{
    private const string Invoices = "purchasing.order-invoices";
    private const string Payments = "purchasing.order-payments";

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task An_order_is_amended_received_in_parts_returned_billed_paid_and_closed()
    {
        var order = await api.Issued();
        Assert.That(
            (await api.Bob.Post($"/purchase-orders/{order}/acknowledge", """{"expected_delivery":"2099-12-31"}""")).Text("status"),
            Is.EqualTo("Acknowledged")
        );
        var first = await api.Received(order, 2);
        Assert.That(await Status(order), Is.EqualTo("PartiallyReceived"));

        var amended = await api.Bob.Post(
            $"/purchase-orders/{order}/amend",
            """{"line_items":[{"sku":"OFF-0001","quantity":5,"unit_price_cents":1000.5,"currency":"USD"}],"reason":"Two more."}"""
        );
        Assert.That(amended.Status, Is.EqualTo(HttpStatusCode.OK), amended.Body);
        Assert.That(amended.Json.GetProperty("amendment").GetProperty("version").GetInt32(), Is.EqualTo(2));
        Assert.That(amended.Json.GetProperty("total_cents").GetInt64(), Is.EqualTo(3750), "what is in force stays");
        var approved = await api.Luis.Post($"/purchase-orders/{order}/approve");
        Assert.That(approved.Json.GetProperty("total_cents").GetInt64(), Is.EqualTo(5003), approved.Body);
        Assert.That(approved.Json.GetProperty("amendment").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Line(approved, "open_quantity"), Is.EqualTo(3));

        await api.Received(order, 3);
        Assert.That(await Status(order), Is.EqualTo("Received"));
        var returned = await api.Walt.Post(
            $"/goods-receipts/{first}/return",
            """{"lines":[{"line_number":1,"quantity":1}],"reason":"Wet."}"""
        );
        Assert.That(returned.Json.GetProperty("lines")[0].GetProperty("returned_quantity").GetDecimal(), Is.EqualTo(1), returned.Body);
        Assert.That(await Status(order), Is.EqualTo("PartiallyReceived"));
        await api.Received(order, 1);
        Assert.That(await Status(order), Is.EqualTo("Received"));

        var invoice = await Bill(order, 5003, 5);
        await Eventually.Holds(() => Status(order), Is.EqualTo("Invoiced"));
        await Pay(order, invoice, 5003);
        await Eventually.Holds(() => Status(order), Is.EqualTo("Closed"));

        var closed = await api.Bob.Get($"/purchase-orders/{order}");
        Assert.That(
            new[] { "received_quantity", "returned_quantity", "billed_quantity", "cancelled_quantity", "open_quantity" }.Select(each =>
                Line(closed, each)
            ),
            Is.EqualTo(new decimal[] { 6, 1, 5, 0, 0 })
        );
        Assert.That(closed.Json.GetProperty("invoices")[0].GetProperty("status").GetString(), Is.EqualTo("Paid"));
        var past = await api.Bob.Get($"/purchase-orders/{order}?as_of=2999-01-01T00:00:00Z");
        Assert.That(past.Body, Is.EqualTo(closed.Body), "its past tells the order as it is");
    }

    [Test]
    public async Task A_disputed_invoice_stops_an_order_that_has_come_and_its_correction_settles_that()
    {
        var order = await api.Issued();
        await api.Received(order, 3);
        var invoice = await Bill(order, 3750, 3);
        await Eventually.Holds(() => Status(order), Is.EqualTo("Invoiced"));

        await api.Tell(
            Invoices,
            invoice,
            new InvoiceDisputed
            {
                InvoiceId = invoice,
                PurchaseOrderId = order,
                ReasonCode = "PRI",
                At = TimeProvider.System.Now(),
            }
        );
        await Eventually.Holds(() => Status(order), Is.EqualTo("Disputed"));
        Assert.That(Line(await api.Bob.Get($"/purchase-orders/{order}"), "billed_quantity"), Is.EqualTo(0));

        await Bill(order, 3750, 3, invoice);
        await Eventually.Holds(() => Status(order), Is.EqualTo("Invoiced"));
    }

    [Test]
    public async Task What_failed_the_check_counts_once_it_is_resolved()
    {
        var order = await api.Issued();
        var receipt = await api.Received(order, 3, failed: true);
        Assert.That((await api.Walt.Get($"/goods-receipts/{receipt}")).Text("status"), Is.EqualTo("Disputed"));
        Assert.That(await Status(order), Is.EqualTo("Issued"));

        var resolved = await api.Bob.Post($"/goods-receipts/{receipt}/resolve", """{"reason":"Good enough."}""");

        Assert.That(resolved.Text("status"), Is.EqualTo("Verified"), resolved.Body);
        Assert.That(await Status(order), Is.EqualTo("Received"));
    }

    [Test]
    public async Task A_delivery_note_is_taken_once_for_an_order()
    {
        var (order, other) = (await api.Issued(), await api.Issued());
        const string body = """{"delivery_note":"LS-7","lines":[{"line_number":1,"quantity":1}]}""";

        Assert.That((await api.Walt.Post($"/purchase-orders/{order}/goods-receipts", body)).Status, Is.EqualTo(HttpStatusCode.Created));
        var again = await api.Walt.Post($"/purchase-orders/{order}/goods-receipts", body);
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "DELIVERY_NOTE_TAKEN")), again.Body);
        Assert.That((await api.Walt.Post($"/purchase-orders/{other}/goods-receipts", body)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Goods_are_refused_that_were_not_ordered()
    {
        var order = await api.Issued();

        var more = await api.Walt.Post(
            $"/purchase-orders/{order}/goods-receipts",
            """{"delivery_note":"LS-1","lines":[{"line_number":1,"quantity":2},{"line_number":1,"quantity":2}]}"""
        );
        var others = await api.Walt.Post(
            $"/purchase-orders/{order}/goods-receipts",
            """{"delivery_note":"LS-1","lines":[{"line_number":2,"quantity":2},{"line_number":1,"quantity":2,"unit":"KG"},{"line_number":1,"quantity":0.5}]}"""
        );

        Assert.That((more.Status, more.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "OVER_RECEIPT")), more.Body);
        Assert.That(others.Fields, Is.EqualTo(new[] { "lines[0].line_number", "lines[1].unit", "lines[2].quantity" }), others.Body);
        Assert.That(await Status(order), Is.EqualTo("Issued"));
    }

    [Test]
    public async Task Once_goods_have_come_only_finance_cancels()
    {
        var (before, after) = (await api.Issued(), await api.Issued());
        await api.Received(after, 1);
        const string why = """{"reason":"No."}""";

        Assert.That((await Refused(api.Fay, before, "cancel", why)).Code, Is.EqualTo("INSUFFICIENT_AUTHORITY"));
        Assert.That((await Refused(api.Bob, after, "cancel", why)).Code, Is.EqualTo("INSUFFICIENT_AUTHORITY"));
        Assert.That((await api.Bob.Post($"/purchase-orders/{before}/cancel", why)).Text("status"), Is.EqualTo("Cancelled"));
        Assert.That((await api.Fay.Post($"/purchase-orders/{after}/cancel", why)).Text("cancelled_by"), Is.EqualTo("fay"));
    }

    private async Task<string> Bill(string order, long net, decimal quantity, string? again = null)
    {
        var invoice = again ?? $"inv_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
        await api.Tell(
            Invoices,
            invoice,
            InvoicingTells.Matched(invoice, order, (await api.Bob.Get($"/purchase-orders/{order}")).Text("supplier_id"), net, quantity)
        );
        return invoice;
    }

    private Task Pay(string order, string invoice, long amount)
    {
        var payment = $"pay_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
        return api.Tell(Payments, payment, InvoicingTells.Paid(payment, invoice, order, amount));
    }

    private static async Task<Reply> Refused(HttpClient caller, string order, string verb, string body)
    {
        var reply = await caller.Post($"/purchase-orders/{order}/{verb}", body);
        Assert.That((int)reply.Status, Is.InRange(400, 499), reply.Body);
        return reply;
    }

    private async Task<string> Status(string order) => (await api.Bob.Get($"/purchase-orders/{order}")).Text("status");

    private static decimal Line(Reply order, string member) => order.Json.GetProperty("line_items")[0].GetProperty(member).GetDecimal();
}
