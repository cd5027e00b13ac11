namespace Host.Tests.Purchasing;

using System.Net;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>What other modules tell reaches orders through a real broker as it does without one.</summary>
internal sealed class BrokerStories
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        await KafkaBroker.StartFirst();
        api = await Api.Start(onPostgres: true, Api.OnKafka(KafkaBroker.Address, "orders"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (api is not null)
            await api.DisposeAsync();
        await KafkaBroker.StopLast();
    }

    [Test]
    public async Task An_order_is_billed_and_closed_by_events_that_arrive_twice()
    {
        var order = await api.Issued();
        await api.Received(order, 3);
        var invoice = $"inv_{Guid.CreateVersion7(TimeProvider.System.Now())}";
        var supplier = (await api.Bob.Get($"/purchase-orders/{order}")).Text("supplier_id");
        await Tell(PublicEvent.Of(InvoicingTells.Matched(invoice, order, supplier, 3750, 3)), invoice);
        await Eventually.Holds(() => Status(order), Is.EqualTo("Invoiced"));

        var payment = $"pay_{Guid.CreateVersion7(TimeProvider.System.Now())}";
        await Tell(PublicEvent.Of(InvoicingTells.Paid(payment, invoice, order, 3750)), payment);
        await Eventually.Holds(() => Status(order), Is.EqualTo("Closed"));

        var read = await api.Bob.Get($"/purchase-orders/{order}");
        Assert.That(read.Json.GetProperty("line_items")[0].GetProperty("billed_quantity").GetDecimal(), Is.EqualTo(3));
        Assert.That(read.Json.GetProperty("invoices").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Excluding_a_supplier_disputes_its_open_orders()
    {
        var supplier = await api.Supplier();
        var order = await api.Issued(supplier);

        var excluded = await api.Cora.Post($"/suppliers/{supplier}/blacklist", """{"reason":"Fraud."}""");

        Assert.That(excluded.Status, Is.EqualTo(HttpStatusCode.OK), excluded.Body);
        await Eventually.Holds(() => Status(order), Is.EqualTo("Disputed"));
    }

    /// <summary>Puts an event into its topic, and again: a broker may bring anything twice.</summary>
    private async Task Tell(PublicEvent happened, string about)
    {
        var record = EventRecord.Write(EventEnvelope.Of(happened, about, 1, TimeProvider.System.Now(), cause: null));
        var topic = api.Services.GetRequiredService<TopicNames>().Of(happened.Type);
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = KafkaBroker.Address }).Build();
        await producer.ProduceAsync(topic, record);
        await producer.ProduceAsync(topic, record);
    }

    private async Task<string> Status(string order) => (await api.Bob.Get($"/purchase-orders/{order}")).Text("status");
}
