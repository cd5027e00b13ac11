namespace Host.Tests.Routes;

using Host.Tests.Invoicing;
using Procurement.BuildingBlocks.Hosting.Security;
using static RouteSamples;

/// <summary>Samples of the routes of invoices, credit notes and payments.</summary>
internal static class InvoiceSamples
{
    private const string Amounts = """
        "net_cents":3750,"tax":[{"category":"S","rate_percent":19,"base_cents":3750,"tax_cents":713}],"gross_cents":4463,
        "lines":[{"line_number":1,"order_line_number":1,"quantity":3,"unit_price_cents":1250,"net_cents":3750}]
        """;

    private const string Facts = """
        {"facts":{"currency":"USD","order_lines":[{"line_number":1,"quantity":3,"unit_price_cents":1250,"received_quantity":3,
        "returned_quantity":0,"billed_quantity":0}],"invoice":{"net_cents":3750,"lines":[{"line_number":1,"order_line_number":1,"quantity":3,
        "unit_price_cents":1250,"net_cents":3750}]}},"policy":{"tolerance_bps":200,"tolerance_cents":100,"under_tolerance_bps":100,
        "under_tolerance_cents":50}}
        """;

    private static readonly string[] Amount = ["-1", "1.5", "9223372036854775808", ""];
    private static readonly string[] Dates = ["tomorrow", "2026-02-30", "2026-01-31T00:00:00Z", ""];

    private static readonly Dictionary<string, string[]> InvoiceFilters = new()
    {
        ["status"] = ["Nonsense", "0", "paid", ""],
        ["supplier_id"] = Identifiers,
        ["purchase_order_id"] = Identifiers[..3],
        ["invoice_number"] = ["%00", "", "---", new string('a', 65)],
        ["currency"] = ["usd", "XXX", "US", ""],
        ["void"] = ["yes", "True", "1", ""],
        ["due_from"] = Dates,
        ["due_to"] = Dates,
        ["min_gross_cents"] = Amount,
        ["max_gross_cents"] = Amount,
        ["created_from"] = Moments,
        ["created_to"] = Moments,
    };

    public static readonly IReadOnlyList<RouteSample> All =
    [
        new("POST /invoices", Roles.ApClerk)
        {
            Body = async api =>
            {
                var order = await api.Issued();
                var supplier = (await api.Bob.Get($"/purchase-orders/{order}")).Text("supplier_id");
                return $$"""
                    {"supplier_id":"{{supplier}}","invoice_number":"{{Billing.NewNumber()}}","purchase_order_id":"{{order}}","currency":"USD",
                    "issue_date":"2026-01-31","due_date":"2026-02-28",{{Amounts}}}
                    """;
            },
            Texts = Longest(("invoice_number", 64)),
        },
        new("GET /invoices", Roles.ApClerk) { Filters = InvoiceFilters },
        new("GET /invoices/export.csv", Roles.Finance) { Parameters = InvoiceFilters.Keys },
        new("GET /invoices/{id}", Roles.Finance) { Id = Disputed },
        new("GET /invoices/{id}/history", Roles.ApClerk) { Id = Disputed, Filters = None },
        new("GET /invoices/{id}/history/{version}", Roles.ApClerk) { Id = Disputed },
        new("GET /invoices/{id}/match", Roles.ApClerk) { Id = Disputed },
        new("POST /invoices/{id}/correct", Roles.ApClerk)
        {
            Id = Disputed,
            Body = async api =>
            {
                var order = await api.Issued();
                var supplier = (await api.Bob.Get($"/purchase-orders/{order}")).Text("supplier_id");
                return $$"""
                    {"supplier_id":"{{supplier}}","invoice_number":"{{Billing.NewNumber()}}","purchase_order_id":"{{order}}","currency":"USD",
                    "issue_date":"2026-01-31","due_date":"2026-02-28",{{Amounts}}}
                    """;
            },
            Texts = Longest(("invoice_number", 64)),
        },
        new("POST /invoices/{id}/assign", Roles.ApClerk)
        {
            Id = async api => (await api.Carla.Post("/invoices", Billing.Body(await api.SupplierOfSamples(), null))).Text("id"),
            Body = async api => $$"""{"purchase_order_id":"{{await api.Issued(await api.SupplierOfSamples())}}"}""",
        },
        new("POST /invoices/{id}/dispute", Roles.ApClerk)
        {
            Id = Waiting,
            Body = _ => Task.FromResult("""{"reason_code":"QUA","reason":"Torn."}"""),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /invoices/{id}/void", Roles.ApClerk)
        {
            Id = Waiting,
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /invoices/{id}/schedule", Roles.Finance)
        {
            Id = async api =>
            {
                var payment = await Scheduled(api);
                await api.Fay.Post($"/payments/{payment}/reverse", Reason);
                return (await api.Fay.Get($"/payments/{payment}")).Text("invoice_id");
            },
        },
        new("POST /match/simulate", Roles.ApClerk) { Body = _ => Task.FromResult(Facts) },
        new("GET /billable-orders/{id}", Roles.ApClerk) { Id = api => api.Delivered() },
        new("GET /billable-orders/{id}/history", Roles.Finance) { Id = api => api.Delivered(), Filters = None },
        new("GET /billable-orders/{id}/history/{version}", Roles.Finance) { Id = api => api.Delivered() },
        new("PUT /billable-orders/{id}/tolerance", Roles.Finance)
        {
            Id = api => api.Delivered(),
            Body = _ =>
                Task.FromResult(
                    """
                    {"tolerance":{"tolerance_bps":200,"tolerance_cents":100,"under_tolerance_bps":100,"under_tolerance_cents":50},"line_number":1}
                    """
                ),
        },
        new("POST /credit-notes", Roles.ApClerk)
        {
            Body = async api =>
                $$"""
                    {"invoice_id":"{{await Waiting(api)}}","credit_note_number":"{{Billing.NewNumber()}}","net_cents":1250,
                    "tax":[{"category":"Z","rate_percent":0,"base_cents":1250,"tax_cents":0}],"gross_cents":1250,
                    "lines":[{"line_number":1,"quantity":1,"unit_price_cents":1250,"net_cents":1250}],"reason":"Wet."}
                    """,
            Texts = Longest(("credit_note_number", 64), ("reason", 1000)),
        },
        new("GET /credit-notes", Roles.ApClerk)
        {
            Filters = new Dictionary<string, string[]> { ["invoice_id"] = Identifiers[..3], ["supplier_id"] = Identifiers },
        },
        new("GET /credit-notes/{id}", Roles.ApClerk) { Id = Credited },
        new("GET /credit-notes/{id}/history", Roles.Finance) { Id = Credited, Filters = None },
        new("GET /credit-notes/{id}/history/{version}", Roles.Finance) { Id = Credited },
        .. Payments,
    ];

    private static IReadOnlyList<RouteSample> Payments =>
        [
            new("GET /payments", Roles.Finance)
            {
                Filters = new Dictionary<string, string[]>
                {
                    ["status"] = ["Nonsense", "0", "failed", ""],
                    ["invoice_id"] = Identifiers[..3],
                    ["supplier_id"] = Identifiers,
                    ["payment_run_id"] = Identifiers[..3],
                    ["due_from"] = Dates,
                    ["due_to"] = Dates,
                },
            },
            new("GET /payments/{id}", Roles.ApClerk) { Id = InRun },
            new("GET /payments/{id}/history", Roles.ApClerk) { Id = InRun, Filters = None },
            new("GET /payments/{id}/history/{version}", Roles.ApClerk) { Id = InRun },
            new("POST /payments/{id}/reverse", Roles.Finance)
            {
                Id = Scheduled,
                Body = _ => Task.FromResult(Reason),
                Texts = Longest(("reason", 1000)),
            },
            new("POST /payments/{id}/retry", Roles.Finance) { Id = Refused },
            new("POST /payment-runs", Roles.Finance)
            {
                Body = async api => $$"""{"cut_off":"2099-12-31","supplier_id":"{{await api.SupplierOfSamples()}}","channel":"file"}""",
            },
            new("GET /payment-runs", Roles.Finance) { Filters = None },
            new("GET /payment-runs/{id}", Roles.ApClerk) { Id = HandedOut },
            new("GET /payment-runs/{id}/history", Roles.ApClerk) { Id = HandedOut, Filters = None },
            new("GET /payment-runs/{id}/history/{version}", Roles.ApClerk) { Id = HandedOut },
            new("GET /payment-runs/{id}/pain.001", Roles.Finance) { Id = Planned, IsFile = true },
            new("POST /payment-runs/{id}/pain.002", Roles.Finance)
            {
                Id = HandedOut,
                Body = api => Task.FromResult(BankAnswers.To(api.LastRun, "ACSC")),
                IsFile = true,
            },
        ];

    private static async Task<string> Waiting(Api api) => (await api.Invoice(await api.Issued())).Text("id");

    private static async Task<string> Disputed(Api api)
    {
        var id = await Waiting(api);
        await api.Carla.Post($"/invoices/{id}/dispute", """{"reason_code":"QUA","reason":"Torn."}""");
        return id;
    }

    /// <summary>A credit note that was set off against a payment.</summary>
    private static async Task<string> Credited(Api api)
    {
        var payment = await Scheduled(api);
        var invoice = (await api.Fay.Get($"/payments/{payment}")).Text("invoice_id");
        var note = await api.Carla.Post(
            "/credit-notes",
            $$"""{"invoice_id":"{{invoice}}","credit_note_number":"{{Billing.NewNumber()}}","net_cents":1250,"reason":"Wet."}"""
        );
        return note.Text("id");
    }

    private static async Task<string> Scheduled(Api api)
    {
        var order = await api.Delivered(supplier: await api.SupplierOfSamples());
        return (await api.PaymentOf((await api.Invoice(order)).Text("id"))).Text("id");
    }

    private static async Task<string> Planned(Api api)
    {
        await Scheduled(api);
        return (await api.Run()).Text("id");
    }

    private static async Task<string> InRun(Api api)
    {
        var payment = await Scheduled(api);
        await api.Run();
        return payment;
    }

    private static async Task<string> HandedOut(Api api)
    {
        var run = await Planned(api);
        await api.Fay.Get($"/payment-runs/{run}/pain.001");
        return api.LastRun = run;
    }

    /// <summary>A payment that the bank has refused.</summary>
    private static async Task<string> Refused(Api api)
    {
        var payment = await Scheduled(api);
        var run = (await api.Run()).Text("id");
        await api.Fay.Get($"/payment-runs/{run}/pain.001");
        await api.Fay.Send(
            HttpMethod.Post,
            $"/payment-runs/{run}/pain.002",
            new StringContent(BankAnswers.To(run, "RJCT"), new System.Net.Http.Headers.MediaTypeHeaderValue("application/xml"))
        );
        return payment;
    }
}
