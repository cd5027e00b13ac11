namespace Host.Tests.Invoicing;

using System.Net;
using System.Text.Json;

/// <summary>Invoices from registration to payment, with what may stand against them.</summary>
[TestFixture(false, TestName = "InvoiceStories(memory)")]
[TestFixture(true, TestName = "InvoiceStories(PostgreSQL)")]
internal sealed class InvoiceStories(bool onPostgres)
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [Test]
    public async Task An_invoice_is_matched_paid_in_a_file_and_closes_its_order()
    {
        var supplier = await api.PayableSupplier();
        var order = await api.Delivered(supplier: supplier);

        var invoice = await api.Invoice(order);

        Assert.That(invoice.Text("status"), Is.EqualTo("Matched"), invoice.Body);
        Assert.That(invoice.Json.GetProperty("variance_cents").GetInt64(), Is.Zero);
        var path = $"/invoices/{invoice.Text("id")}";
        await api.Becomes(path, "ScheduledForPayment");
        await api.OrderBecomes(order, "Invoiced");
        var payment = await api.PaymentOf(invoice.Text("id"));
        Assert.That(payment.Text("status"), Is.EqualTo("Scheduled"));
        Assert.That(payment.Json.GetProperty("amount_cents").GetInt64(), Is.EqualTo(3750));
        Assert.That(payment.Json.GetProperty("account_version").GetInt32(), Is.EqualTo(1));

        var run = await api.Run(supplier);
        Assert.That(run.Text("channel"), Is.EqualTo("file"));
        Assert.That(run.Json.GetProperty("payments")[0].GetProperty("id").GetString(), Is.EqualTo(payment.Text("id")));
        Assert.That(await api.StatusOf(path), Is.EqualTo("ScheduledForPayment"), "nothing is sent before the file is fetched");
        var file = await api.Fay.Get($"/payment-runs/{run.Text("id")}/pain.001");
        Assert.That((file.Status, file.MediaType), Is.EqualTo((HttpStatusCode.OK, "application/xml")), file.Body);
        Assert.That((await api.Fay.Get($"/payment-runs/{run.Text("id")}/pain.001")).Body, Is.EqualTo(file.Body), "it is the same message");

        Assert.That(await api.StatusOf($"/payments/{payment.Text("id")}"), Is.EqualTo("Disbursed"));
        Assert.That(await api.StatusOf(path), Is.EqualTo("Paid"));
        await api.OrderBecomes(order, "Closed");
        var events = (await api.Carla.Get($"{path}/history"))
            .Json.GetProperty("items")
            .EnumerateArray()
            .Select(each => each.GetProperty("event").GetString());
        Assert.That(
            events,
            Is.EqualTo(new[] { "InvoiceRegistered", "MatchStarted", "InvoiceMatched", "InvoicePaymentScheduled", "InvoicePaid" })
        );
    }

    [Test]
    public async Task An_invoice_that_is_paid_early_enough_is_paid_with_its_discount()
    {
        var supplier = await api.PayableSupplier();
        var order = await api.Delivered(supplier: supplier);
        const string more = """
            ,"due_date":"2099-12-31","early_payment_discount":{"percent":2,"until":"2098-01-31"}
            """;
        var invoice = await api.Invoice(order, more: more);
        Assert.That(invoice.Json.GetProperty("early_payment_discount").GetProperty("base").GetString(), Is.EqualTo("gross"));
        var payment = await api.PaymentOf(invoice.Text("id"));

        var run = await api.Run(supplier, cutOff: "2098-01-31");
        Assert.That(
            run.Json.GetProperty("payments")[0].GetProperty("amount_cents").GetInt64(),
            Is.EqualTo(3750),
            "it may still come too late"
        );
        var file = await api.Fay.Get($"/payment-runs/{run.Text("id")}/pain.001");

        Assert.That(file.Body, Does.Contain("""<InstdAmt Ccy="USD">36.75</InstdAmt>"""));
        var paid = (await api.Fay.Get($"/payments/{payment.Text("id")}")).Json;
        Assert.That((paid.GetProperty("amount_cents").GetInt64(), paid.GetProperty("discount_cents").GetInt64()), Is.EqualTo((3675L, 75L)));
        Assert.That(await api.StatusOf($"/invoices/{invoice.Text("id")}"), Is.EqualTo("Paid"));
    }

    [Test]
    public async Task An_invoice_waits_for_its_goods()
    {
        var order = await api.Delivered(quantity: 2);
        var invoice = await api.Invoice(order);
        Assert.That(invoice.Text("status"), Is.EqualTo("Registered"));
        Assert.That((await api.Carla.Get($"/invoices/{invoice.Text("id")}/match")).Text("verdict"), Is.EqualTo("waiting"));

        await api.Received(order, 1);

        await api.OrderBecomes(order, "Invoiced");
        Assert.That((await api.Carla.Get($"/invoices/{invoice.Text("id")}/match")).Text("verdict"), Is.EqualTo("matched"));
    }

    [Test]
    public async Task A_disputed_invoice_stops_the_order_and_its_correction_settles_that()
    {
        var order = await api.Delivered();
        var invoice = await api.Invoice(order, net: 5000);
        Assert.That(invoice.Text("status"), Is.EqualTo("Disputed"), invoice.Body);
        Assert.That(invoice.Json.GetProperty("dispute").GetProperty("reason_code").GetString(), Is.EqualTo("OTH"));
        Assert.That(invoice.Json.GetProperty("variance_cents").GetInt64(), Is.EqualTo(1250));
        await api.OrderBecomes(order, "Disputed");

        var corrected = await api.Carla.Post($"/invoices/{invoice.Text("id")}/correct", """{"net_cents":3760}""");

        Assert.That(corrected.Text("status"), Is.EqualTo("Matched"), corrected.Body);
        Assert.That(corrected.Json.GetProperty("resubmissions").GetInt32(), Is.EqualTo(1));
        Assert.That(corrected.Json.GetProperty("dispute").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await api.OrderBecomes(order, "Invoiced");
    }

    [Test]
    public async Task The_fourth_correction_is_refused()
    {
        var order = await api.Delivered();
        var id = (await api.Invoice(order, net: 5000)).Text("id");
        for (var time = 1; time <= 3; time++)
            Assert.That((await api.Carla.Post($"/invoices/{id}/correct", """{"net_cents":6000}""")).Text("status"), Is.EqualTo("Disputed"));

        var fourth = await api.Carla.Post($"/invoices/{id}/correct", """{"net_cents":3750}""");

        Assert.That((fourth.Status, fourth.Code), Is.EqualTo((HttpStatusCode.Conflict, "RESUBMITTED_TOO_OFTEN")));
    }

    [Test]
    public async Task The_same_number_is_refused_however_it_is_written_until_the_first_is_void()
    {
        var order = await api.Delivered();
        var supplier = (await api.Bob.Get($"/purchase-orders/{order}")).Text("supplier_id");
        var number = Billing.NewNumber();
        var first = await api.Invoice(order, net: 4000, number: number);

        var again = await api.Carla.Post(
            "/invoices",
            Billing.Body(supplier, order, 3750, $" {number.ToLowerInvariant().Replace("-", " / 00", StringComparison.Ordinal)}.")
        );
        Assert.That((again.Status, again.Code), Is.EqualTo((HttpStatusCode.Conflict, "DUPLICATE_INVOICE")), again.Body);
        Assert.That(again.Fields, Is.EqualTo(new[] { "invoice_number" }));

        var voided = await api.Carla.Post($"/invoices/{first.Text("id")}/void", """{"reason":"By mistake."}""");
        Assert.That(voided.Json.GetProperty("void").GetBoolean(), Is.True, voided.Body);
        Assert.That((await api.Invoice(order, number: number)).Text("status"), Is.EqualTo("Matched"));
    }

    [Test]
    public async Task What_looks_like_the_same_again_is_accepted_and_flagged()
    {
        var order = await api.Delivered();
        var first = await api.Invoice(order, net: 4000);

        var second = await api.Invoice(order, net: 4000);

        Assert.That(
            second.Json.GetProperty("possible_duplicates").EnumerateArray().Select(each => each.GetString()),
            Is.EqualTo(new[] { first.Text("id") })
        );
    }

    [Test]
    public async Task An_invoice_without_an_order_is_kept_with_candidates_until_a_clerk_assigns_one()
    {
        var supplier = await api.Supplier();
        var order = await api.Delivered(supplier: supplier);

        var invoice = await api.Carla.Post("/invoices", Billing.Body(supplier, null));

        Assert.That(invoice.Text("status"), Is.EqualTo("Registered"), invoice.Body);
        var best = invoice.Json.GetProperty("candidates")[0];
        Assert.That(best.GetProperty("purchase_order_id").GetString(), Is.EqualTo(order));
        Assert.That(
            best.GetProperty("reasons").EnumerateArray().Select(each => each.GetString()),
            Does.Contain("the amount is that of what came and is not billed")
        );
        var unknown = await api.Carla.Get($"/invoices/{invoice.Text("id")}/match");
        Assert.That((unknown.Status, unknown.Code), Is.EqualTo((HttpStatusCode.Conflict, "NOTHING_TO_COMPARE")));
        var early = await api.Fay.Post($"/invoices/{invoice.Text("id")}/schedule");
        Assert.That((early.Status, early.Code), Is.EqualTo((HttpStatusCode.Conflict, "ILLEGAL_TRANSITION")), early.Body);

        var assigned = await api.Carla.Post($"/invoices/{invoice.Text("id")}/assign", $$"""{"purchase_order_id":"{{order}}"}""");

        Assert.That(assigned.Text("status"), Is.EqualTo("Matched"), assigned.Body);
        Assert.That(assigned.Json.GetProperty("candidates").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_dispute_takes_the_payment_out_and_gives_back_what_was_billed()
    {
        var order = await api.Delivered(supplier: await api.PayableSupplier());
        var id = (await api.Invoice(order)).Text("id");
        var payment = (await api.PaymentOf(id)).Text("id");
        var refused = await api.Carla.Post($"/invoices/{id}/void", """{"reason":"By mistake."}""");
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "PAYMENT_SCHEDULED")));

        var disputed = await api.Carla.Post($"/invoices/{id}/dispute", """{"reason_code":"QUA","reason":"Torn."}""");

        Assert.That(disputed.Text("status"), Is.EqualTo("Disputed"), disputed.Body);
        Assert.That(await api.StatusOf($"/payments/{payment}"), Is.EqualTo("Reversed"));
        var line = (await api.Carla.Get($"/billable-orders/{order}")).Json.GetProperty("lines")[0];
        Assert.That(line.GetProperty("billed").GetDecimal(), Is.Zero);
        await api.OrderBecomes(order, "Disputed");
        Assert.That((await api.Carla.Post($"/invoices/{id}/void", """{"reason":"By mistake."}""")).Status, Is.EqualTo(HttpStatusCode.OK));
        await api.OrderBecomes(order, "Received");
    }

    [Test]
    public async Task Goods_that_go_back_are_credited()
    {
        var supplier = await api.PayableSupplier();
        var order = await api.Issued(supplier);
        var receipt = await api.Received(order, 3);
        await api.Counted(order, 3);
        var id = (await api.Invoice(order)).Text("id");
        var payment = (await api.PaymentOf(id)).Text("id");

        await api.Walt.Post($"/goods-receipts/{receipt}/return", """{"lines":[{"line_number":1,"quantity":1}],"reason":"Wet."}""");
        await Eventually.Holds(
            async () => (await api.Carla.Get($"/invoices/{id}")).Json.GetProperty("expected_credit_cents").GetInt64(),
            Is.EqualTo(1250)
        );
        var note = await api.Carla.Post(
            "/credit-notes",
            $$"""{"invoice_id":"{{id}}","credit_note_number":"{{Billing.NewNumber()}}","net_cents":1250,"lines":[{"line_number":1,"quantity":1}],"reason":"Wet."}"""
        );

        Assert.That(note.Status, Is.EqualTo(HttpStatusCode.Created), note.Body);
        Assert.That(note.Json.GetProperty("open_cents").GetInt64(), Is.Zero, "it is set off against the payment that waits");
        Assert.That((await api.Carla.Get($"/invoices/{id}")).Json.GetProperty("expected_credit_cents").GetInt64(), Is.Zero);
        Assert.That((await api.Fay.Get($"/payments/{payment}")).Json.GetProperty("amount_cents").GetInt64(), Is.EqualTo(2500));
        var line = (await api.Carla.Get($"/billable-orders/{order}")).Json.GetProperty("lines")[0];
        Assert.That((line.GetProperty("billed").GetDecimal(), line.GetProperty("open_to_bill").GetDecimal()), Is.EqualTo((2m, 0m)));
    }

    [Test]
    public async Task Credits_that_leave_nothing_settle_an_invoice_without_a_transfer()
    {
        var order = await api.Delivered(supplier: await api.PayableSupplier());
        var id = (await api.Invoice(order)).Text("id");
        var payment = (await api.PaymentOf(id)).Text("id");

        var note = await api.Carla.Post(
            "/credit-notes",
            $$"""{"invoice_id":"{{id}}","credit_note_number":"{{Billing.NewNumber()}}","net_cents":3750,"reason":"Free of charge."}"""
        );

        Assert.That(note.Status, Is.EqualTo(HttpStatusCode.Created), note.Body);
        Assert.That(await api.StatusOf($"/invoices/{id}"), Is.EqualTo("Paid"));
        Assert.That(await api.StatusOf($"/payments/{payment}"), Is.EqualTo("Reversed"));
        await api.OrderBecomes(order, "Closed");
    }

    [Test]
    public async Task A_cancelled_order_disputes_its_open_invoices_for_good()
    {
        var order = await api.Delivered(quantity: 0);
        var id = (await api.Invoice(order)).Text("id");

        Assert.That(
            (await api.Bob.Post($"/purchase-orders/{order}/cancel", """{"reason":"Not needed."}""")).Status,
            Is.EqualTo(HttpStatusCode.OK)
        );

        await api.Becomes($"/invoices/{id}", "Disputed");
        var refused = await api.Carla.Post($"/invoices/{id}/correct", """{"net_cents":1}""");
        Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.Conflict, "ORDER_CANCELLED")));
    }
}
