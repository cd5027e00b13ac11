namespace Host.Tests.Routes;

using Procurement.BuildingBlocks.Hosting.Security;
using static RouteSamples;

/// <summary>Samples of the routes of orders and goods.</summary>
internal static class OrderSamples
{
    private const string Line = """
        {"sku":"OFF-0001","description":"Paper","quantity":3,"unit":"BOX","unit_price_cents":1250.5,"currency":"USD",
        "contains":{"quantity":12,"unit":"EACH"},"delivery_date":"2099-12-31","cost_center":"CC-4100","supplier_sku":"P-12"}
        """;

    private const string Terms = """
        "delivery_address":{"street":"Storgatan 1","city":"Stockholm","postal_code":"111 29","country":"SE"},"payment_terms_days":30,
        "note_to_supplier":"Before noon."
        """;

    private static readonly (string, int)[] LineTexts =
    [
        ("line_items[0].sku", 64),
        ("line_items[0].description", 256),
        ("line_items[0].cost_center", 64),
        ("line_items[0].supplier_sku", 64),
    ];

    private static readonly (string, int)[] TermTexts =
    [
        ("delivery_address.street", 140),
        ("delivery_address.city", 100),
        ("delivery_address.postal_code", 16),
        ("note_to_supplier", 2000),
    ];

    private static readonly Dictionary<string, string[]> Filters = new()
    {
        ["status"] = ["Nonsense", "0", "draft", ""],
        ["supplier_id"] = Identifiers,
        ["requested_by"] = ["%00", "", "a%E2%80%AEb", new string('a', 129)],
        ["number"] = ["PO-1", "4711", "po-00004711", "PO-00004711x", ""],
        ["sku"] = ["%00", "", new string('a', 65)],
        ["currency"] = ["usd", "XXX", "US", ""],
        ["min_total_cents"] = ["-1", "1.5", "9223372036854775808", ""],
        ["max_total_cents"] = ["-1", "1e3", "x", ""],
        ["q"] = ["a", "%20a%20", "%F0%9F%8E%89", "%00%00", "", new string('a', 129)],
        ["created_from"] = Moments,
        ["created_to"] = Moments,
    };

    public static readonly IReadOnlyList<RouteSample> All =
    [
        new("POST /purchase-orders", Roles.Buyer)
        {
            Body = async api =>
                $$"""{"supplier_id":"{{await api.Supplier()}}","requested_by":"alice","reference":"REQ-1",{{Terms}},"line_items":[{{Line}}]}""",
            Texts = Longest([("requested_by", 128), ("reference", 128), .. TermTexts, .. LineTexts]),
        },
        new("POST /purchase-orders/batch", Roles.Buyer)
        {
            Body = async api =>
                $$"""{"mode":"all_or_nothing","orders":[{"supplier_id":"{{await api.Supplier()}}","requested_by":"alice","reference":"REQ-1",{{Terms}},"line_items":[{{Line}}]}]}""",
            Texts = Longest([
                ("orders[0].requested_by", 128),
                ("orders[0].reference", 128),
                .. TermTexts.Concat(LineTexts).Select(text => ($"orders[0].{text.Item1}", text.Item2)),
            ]),
        },
        new("GET /purchase-orders", Roles.Buyer) { Filters = Filters },
        new("GET /purchase-orders/export.csv", Roles.Receiver) { Parameters = Filters.Keys },
        new("GET /purchase-orders/summary", Roles.Finance) { Parameters = ["created_from", "created_to", "currency", "supplier_id"] },
        new("GET /purchase-orders/{id}", Roles.Buyer) { Id = api => api.Order(submitted: true), Parameters = ["as_of"] },
        new("GET /purchase-orders/{id}/history", Roles.Buyer) { Id = api => api.Order(submitted: true), Filters = None },
        new("GET /purchase-orders/{id}/history/{version}", Roles.Buyer) { Id = api => api.Order(submitted: true) },
        new("PUT /purchase-orders/{id}/line-items", Roles.Buyer)
        {
            Id = api => api.Order(),
            Body = _ => Task.FromResult($$"""{"line_items":[{{Line}}]}"""),
            Texts = Longest(LineTexts),
        },
        new("POST /purchase-orders/{id}/submit", Roles.Buyer) { Id = api => api.Order() },
        new("POST /purchase-orders/{id}/approve", Roles.ApproverL1) { Id = api => api.Order(submitted: true) },
        new("POST /purchase-orders/{id}/reject", Roles.ApproverL1)
        {
            Id = api => api.Order(submitted: true),
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /purchase-orders/{id}/issue", Roles.Buyer) { Id = api => api.Order(approved: true) },
        new("POST /purchase-orders/{id}/dispute", Roles.Buyer)
        {
            Id = api => api.Order(submitted: true),
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /purchase-orders/{id}/amend", Roles.Buyer)
        {
            Id = api => api.Order(approved: true),
            Body = _ => Task.FromResult($$"""{"line_items":[{{Line}}],"reason":"Dearer now.",{{Terms}}}"""),
            Texts = Longest([("reason", 1000), .. TermTexts, .. LineTexts]),
        },
        new("POST /purchase-orders/{id}/copy", Roles.Buyer) { Id = api => api.Order() },
        new("POST /purchase-orders/{id}/comments", Roles.Receiver)
        {
            Id = api => api.Order(),
            Body = _ => Task.FromResult("""{"text":"It comes on Friday."}"""),
            Texts = Longest(("text", 4000)),
        },
        new("GET /purchase-orders/{id}/comments", Roles.Buyer) { Id = api => api.Order(), Filters = None },
        new("GET /purchase-orders/{id}/versions", Roles.Buyer) { Id = api => api.Order(submitted: true) },
        new("GET /purchase-orders/{id}/diff", Roles.Buyer) { Id = api => api.Order(submitted: true), Parameters = ["from", "to"] },
        new("POST /purchase-orders/{id}/acknowledge", Roles.Buyer)
        {
            Id = api => api.Issued(),
            Body = _ =>
                Task.FromResult(
                    """
                    {"expected_delivery":"2099-12-31",
                    "lines":[{"line_number":1,"quantity":2,"unit_price_cents":1300.5,"delivery_date":"2099-12-31"}]}
                    """
                ),
        },
        new("POST /purchase-orders/{id}/close-short", Roles.Buyer)
        {
            Id = async api =>
            {
                var order = await api.Issued();
                await api.Received(order, quantity: 1);
                return order;
            },
            Body = _ => Task.FromResult("""{"reason":"Not made any more.","line_number":1}"""),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /purchase-orders/{id}/cancel", Roles.Buyer)
        {
            Id = api => api.Order(),
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /purchase-orders/{id}/resolve", Roles.Finance)
        {
            Id = api => api.Disputed(),
            Body = _ => Task.FromResult("""{"outcome":"approve","reason":"An error of ours."}"""),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /purchase-orders/{id}/goods-receipts", Roles.Receiver)
        {
            Id = api => api.Issued(),
            Body = _ =>
                Task.FromResult(
                    """
                    {"delivery_note":"LS-1","lines":[{"line_number":1,"quantity":2,"unit":"EACH","qc_failed":true,"reason":"Wet."}]}
                    """
                ),
            Texts = Longest(("delivery_note", 128), ("lines[0].reason", 1000)),
        },
        new("GET /goods-receipts", Roles.Receiver)
        {
            Filters = new Dictionary<string, string[]>
            {
                ["purchase_order_id"] = Identifiers[..3],
                ["status"] = ["Nonsense", "0", "verified", ""],
            },
        },
        new("GET /goods-receipts/{id}", Roles.Receiver) { Id = ReturnedReceipt },
        new("GET /goods-receipts/{id}/history", Roles.Receiver) { Id = ReturnedReceipt, Filters = None },
        new("GET /goods-receipts/{id}/history/{version}", Roles.Receiver) { Id = ReturnedReceipt },
        new("POST /goods-receipts/{id}/return", Roles.Receiver)
        {
            Id = api => api.Receipt(),
            Body = _ => Task.FromResult("""{"lines":[{"line_number":1,"quantity":1,"unit":"EACH"}],"reason":"Wet."}"""),
            Texts = Longest(("reason", 1000)),
        },
        new("POST /goods-receipts/{id}/resolve", Roles.Buyer)
        {
            Id = api => api.Receipt(failed: true),
            Body = _ => Task.FromResult(Reason),
            Texts = Longest(("reason", 1000)),
        },
        new("GET /approvals", Roles.ApproverL1) { Filters = None },
    ];

    /// <summary>One that has two versions.</summary>
    private static async Task<string> ReturnedReceipt(Api api)
    {
        var receipt = await api.Receipt();
        await api.Walt.Post($"/goods-receipts/{receipt}/return", """{"lines":[{"line_number":1,"quantity":1}],"reason":"Wet."}""");
        return receipt;
    }
}
