namespace BuildingBlocks.Tests.Kafka;

using Procurement.BuildingBlocks.Persistence;

/// <summary>Several processes read for one module.</summary>
internal sealed class GroupTests : KafkaCase
{
    [Test]
    public async Task Members_come_and_go_and_every_event_arrives_once_and_in_order()
    {
        const int comings = 5;
        await Node.StartRelay();
        Node.StartReader();
        var told = new List<EventEnvelope>();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(Load);

        await using var guest = new Node(Shop, Space);
        for (var coming = 0; coming < comings; coming++)
        {
            guest.StartReader();
            await Task.Delay(1_500);
            await guest.StopReaders();
            await Task.Delay(500);
        }
        // The first goes and the second stays.
        guest.StartReader();
        await Node.StopReaders();
        await Task.Delay(1_500);
        await enough.CancelAsync();
        await writing;
        await Shop.Until("billing.inbox", 2 * told.Count);

        await TestContext.Out.WriteLineAsync($"{told.Count} events while members came {comings + 1} times and went {comings + 1} times");
        AssertInOrder(await Shop.Inbox(Shop.Invoices), told);
        AssertInOrder(await Shop.Inbox(Shop.Audit), told);
        Assert.That(await Shop.Count("billing.inbox_dead"), Is.Zero);

        async Task Load()
        {
            for (var round = 0; !enough.IsCancellationRequested; round++)
            {
                var few = Shop.Events(60, keys: 30, first: 1 + (2 * round)).ToList();
                await Shop.Write(few);
                told.AddRange(few);
                Node.Orders.Written.Set();
                await Task.Delay(30, CancellationToken.None);
            }
        }
    }
}
