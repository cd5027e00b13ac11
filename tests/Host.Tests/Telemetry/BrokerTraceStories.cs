namespace Host.Tests.Telemetry;

using Host.Tests.Invoicing;
using TestKit;

/// <summary>A trace goes through a real broker, too.</summary>
[Category(Lane.Processes)]
internal sealed class BrokerTraceStories
{
    private const string Kept = "4bf92f3577b34da6a3ce929d0e0e4736";

    [OneTimeSetUp]
    public Task StartBroker() => KafkaBroker.StartFirst();

    [OneTimeTearDown]
    public Task StopBroker() => KafkaBroker.StopLast();

    [Test]
    public async Task Sending_receiving_and_handling_hang_below_the_request()
    {
        await using var collector = await Collector.Start();
        await using (
            var api = await Api.Start(
                onPostgres: true,
                environment =>
                {
                    Api.OnKafka(KafkaBroker.Address, "traces")(environment);
                    collector.Serve(environment, "grpc");
                }
            )
        )
        {
            var order = await api.Order(approved: true);
            await api.Bob.Post($"/purchase-orders/{order}/issue", null, ("traceparent", $"00-{Kept}-00f067aa0ba902b7-01"));
            await api.Counted(order, 0);
        }

        var trace = (await collector.AllSpans()).Where(span => span.Trace == Kept).ToList();
        var created = trace.Single(span => span.Name == "create purchasing.purchase-order-issued");
        var below = trace.Where(span => span.Parent == created.Id).ToList();
        // Purchasing hears of its own events, too.
        Assert.That(below.Select(span => span.Name.Split(' ')[0]).Distinct(), Is.EquivalentTo(new[] { "send", "receive", "process" }));
        foreach (var span in below.Where(span => span.Kind == "Client"))
            Assert.That(
                (span.Tags["messaging.system"], span.Tags["messaging.message.id"]),
                Is.EqualTo(("kafka", created.Tags["messaging.message.id"]))
            );
    }
}
