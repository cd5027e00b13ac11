namespace BuildingBlocks.Tests.Kafka;

using Procurement.BuildingBlocks.Persistence;

/// <summary>What the tests with a broker have in common: a database, a namespace and a node of their own.</summary>
internal abstract class KafkaCase
{
    protected Shop Shop { get; private set; } = null!;

    protected Node Node { get; private set; } = null!;

    protected string Space { get; private set; } = "";

    protected string Orders => $"{Space}.orders.order.v1";

    [SetUp]
    public async Task Open()
    {
        Space = Node.NewSpace();
        Shop = await Shop.Open();
        Node = new Node(Shop, Space);
    }

    [TearDown]
    public async Task Close()
    {
        if (TestContext.CurrentContext.Result.FailCount > 0)
            foreach (var line in Node.Log.All)
                await TestContext.Out.WriteLineAsync(line);
        await Node.DisposeAsync();
        await Shop.DisposeAsync();
    }

    protected static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
            await Task.Delay(20, limit.Token);
    }

    /// <summary>Each event once, and those of a key in the order of their versions.</summary>
    protected static void AssertInOrder(IReadOnlyList<EventEnvelope> found, IReadOnlyCollection<EventEnvelope> told)
    {
        Assert.That(found.Select(each => each.MessageId), Is.EquivalentTo(told.Select(each => each.MessageId)));
        foreach (var key in found.GroupBy(each => each.PartitionKey))
            Assert.That(key.Select(each => each.AggregateVersion), Is.Ordered.Ascending, key.Key);
    }
}
