namespace Deployment.Tests.Operations;

using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Those who keep a serving process busy; each story has suppliers and orders of its own.</summary>
internal sealed class People(Instance served)
{
    private int last;

    public HttpClient Bob { get; } = served.As("bob", Roles.Buyer);

    public HttpClient Luis { get; } = served.As("luis", Roles.ApproverL3);

    public HttpClient Sam { get; } = served.As("sam", Roles.SupplierManager);

    public HttpClient Cora { get; } = served.As("cora", Roles.Compliance);

    public HttpClient Walt { get; } = served.As("walt", Roles.Receiver);

    /// <summary>A supplier that may be ordered from; its identifier.</summary>
    public async Task<string> Supplier(string code)
    {
        var supplier = await Sam.Post("/suppliers", $$"""{"code":"{{code}}","legal_name":"Siam Paper","email":"a@siam.example"}""");
        await Cora.Post($"/suppliers/{supplier.Id}/approve", """{"risk_score":12}""");
        return supplier.Id;
    }

    /// <summary>A draft of three pieces.</summary>
    public Task<Reply> Order(string supplier, string? key = null) =>
        Bob.Post(
            "/purchase-orders",
            $$"""
            {"supplier_id": "{{supplier}}", "requested_by": "alice",
             "line_items": [{"sku": "OFF-0001", "quantity": 3, "unit_price_cents": 1250, "currency": "USD"}]}
            """,
            key
        );

    /// <summary>An order that is with its supplier; its identifier.</summary>
    public async Task<string> Issued(string supplier)
    {
        var order = await Order(supplier);
        await Bob.Post($"/purchase-orders/{order.Id}/submit");
        await Luis.Post($"/purchase-orders/{order.Id}/approve");
        await Bob.Post($"/purchase-orders/{order.Id}/issue");
        return order.Id;
    }

    /// <summary>Goods that have come for an order.</summary>
    public Task<Reply> Receive(string order, int pieces) =>
        Walt.Post(
            $"/purchase-orders/{order}/goods-receipts",
            $$"""{"delivery_note":"LS-{{Interlocked.Increment(ref last)}}","lines":[{"line_number":1,"quantity":{{pieces}}}]}"""
        );
}
