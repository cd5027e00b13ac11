namespace Host.Tests.Telemetry;

using Host.Tests.Faults;
using Procurement.BuildingBlocks.Hosting.Security;
using TestKit;

/// <summary>Who people are, what they write and where they are paid is in the database, and in nothing that is only watched.</summary>
[Category(Lane.Processes)]
internal sealed class CanaryStories
{
    private static readonly string[] Canaries =
    [
        "canary",
        "5839825746",
        "ESSESESS",
        "eyJ",
        // The password of the database.
        "procurement-secret",
    ];

    [Test]
    public async Task Neither_log_nor_metrics_nor_traces_tell_of_it()
    {
        await using var collector = await Collector.Start();
        await using var served = await Served.Start(
            await Postgres.CreateDatabase("canaries"),
            environment =>
            {
                collector.Serve(environment, "grpc");
                environment["LOG_LEVEL"] = "trace";
                environment["DATABASE_URL"] = environment["DATABASE_URL"]
                    .Replace("://procurement@", "://procurement:procurement-secret@", StringComparison.Ordinal);
            }
        );

        await Live(served);
        var metrics = await served.Metrics();
        await served.Terminate();
        Assert.That(await served.Exited(), Is.Zero);

        Assert.That((await collector.AllSpans()).Select(span => span.Name), Has.Member("POST /purchase-orders"));
        var log = string.Join('\n', served.Log);
        Assert.That(log, Does.Contain("POST /purchase-orders"));
        foreach (var canary in Canaries)
        {
            Assert.That(log, Does.Not.Contain(canary).IgnoreCase, "the log");
            Assert.That(metrics, Does.Not.Contain(canary).IgnoreCase, "the metrics");
            Assert.That(collector.Said, Has.None.Contains(canary), "the traces");
        }
    }

    /// <summary>What is good and what is refused, with canaries wherever a caller can put one.</summary>
    private static async Task Live(Served served)
    {
        using var manager = served.As("canary-sam", Roles.SupplierManager);
        using var compliance = served.As("canary-cora", Roles.Compliance);
        using var buyer = served.As("canary-bob", Roles.Buyer);
        using var nobody = new HttpClient { BaseAddress = served.Address };
        var supplier = await manager.Post(
            "/suppliers",
            """{"code":"TH-300001","legal_name":"Canary Ltd","email":"canary@canary.example"}"""
        );
        Assert.That((int)supplier.Status, Is.EqualTo(201), supplier.Body);
        var id = supplier.Text("id");
        await compliance.Post($"/suppliers/{id}/approve", """{"risk_score":12}""");
        Assert.That((int)(await manager.Put($"/suppliers/{id}/bank-account", Api.BankAccount)).Status, Is.EqualTo(200));
        await manager.Put($"/suppliers/{id}/bank-account", """{"iban":"SE46 5000 0000 0583 9825 7466","bic":"CANARY","holder":"canary"}""");
        var order = await buyer.Post(
            "/purchase-orders",
            Api.Body(id, requester: "canary-alice")
                .Replace("\"line_items\"", "\"note_to_supplier\":\"canary\",\"line_items\"", StringComparison.Ordinal),
            ("Idempotency-Key", "canary-key")
        );
        Assert.That((int)order.Status, Is.EqualTo(201), order.Body);
        await buyer.Post("/purchase-orders", """{"canary":"canary""");
        await buyer.Get("/purchase-orders?text=canary&canary=canary");
        await buyer.Get("/purchase-orders/canary");
        await buyer.Get("/canary");
        await buyer.Post($"/purchase-orders/{order.Text("id")}/cancel", """{"reason":"canary"}""");
        await nobody.Get("/suppliers", ("Authorization", "Bearer canary.canary.canary"), ("traceparent", "canary"));
    }
}
