namespace Host.Tests.Invoicing;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Host.Tests.Bank;
using Host.Tests.Invoicing.Chains;
using TestKit;

/// <summary>
/// Orders from the supplier's registration to the end, happy and unhappy, through two processes and a real broker, while both processes are
/// killed at random points. CHAIN_KILLS says how often, CHAIN_SEED chooses the same points again.
/// </summary>
[Category(Lane.Processes)]
internal sealed class ChainStories
{
    private string database = "";
    private SimulatedBank bank = null!;
    private Pair pair = null!;

    [OneTimeSetUp]
    public Task StartBroker() => KafkaBroker.StartFirst();

    [OneTimeTearDown]
    public Task StopBroker() => KafkaBroker.StopLast();

    [SetUp]
    public async Task Start()
    {
        database = await Postgres.CreateDatabase("chain");
        bank = await SimulatedBank.Start();
        // One keeps its name in its groups when it starts again, as in a StatefulSet; the other comes back as somebody else.
        pair = new Pair([new Replica("one", database, With("one")), new Replica("two", database, With(null))]);
        await pair.Start();
    }

    [TearDown]
    public async Task Stop()
    {
        await TestContext.Out.WriteLineAsync($"killed: {string.Join(", ", pair.Kills)}");
        foreach (var replica in pair.Replicas)
            await TestContext.Out.WriteLineAsync($"{replica.Name} warned: {string.Join('\n', replica.Warnings)}");
        await pair.DisposeAsync();
        await bank.DisposeAsync();
        await Postgres.DropDatabase(database);
    }

    [Test]
    public async Task Every_order_comes_to_its_end_once_wherever_both_processes_are_killed()
    {
        var (seed, kills) = (Setting("CHAIN_SEED", Environment.TickCount), Setting("CHAIN_KILLS", 5));
        await TestContext.Out.WriteLineAsync($"seed {seed}");
        var watch = Stopwatch.StartNew();
        await bank.Does(new Step { LateMs = 40, Always = true });

        var chains = await Run(kills, new Random(seed));

        var ended = watch.Elapsed;
        var books = new Books(database);
        await books.AreSettled();
        foreach (var chain in chains)
            await Ends(chain);
        await IsPaidOnce(chains);
        await bank.End("settled");
        foreach (var (chain, outcome) in Payments(chains))
            await chain.PaymentIs(outcome.Payment!, "Remitted");
        await IsPaidOnce(chains);
        await books.AreSettled();
        await books.HaveTold(chains);
        await books.HoldOnce(chains);
        await TestContext.Out.WriteLineAsync(
            $"{chains.Count} chains, {Payments(chains).Count()} payments handed in {(await bank.Ledger()).Sum(entry => entry.Posts)} times, {await books.Events()} events; "
                + $"{pair.Progress.Steps} changes, {pair.Lost} calls without an answer; all ended after {ended.TotalSeconds:0} s, all asked after {watch.Elapsed.TotalSeconds:0} s"
        );
        Assert.That(pair.Replicas.Select(each => each.Kills), Is.All.GreaterThanOrEqualTo(2));
    }

    /// <summary>One chain of each kind at a time, again and again until nobody is going to be killed any more.</summary>
    private async Task<IReadOnlyCollection<Chain>> Run(int kills, Random random)
    {
        var chains = new ConcurrentQueue<Chain>();
        using var over = new CancellationTokenSource();
        var killer = pair.Kill(kills, random, over.Token);
        try
        {
            await Task.WhenAll(Kinds.All.Select(kind => Lane(kind.Name, kind.Go)));
        }
        catch
        {
            await over.CancelAsync();
            throw;
        }
        await killer;
        return chains;

        async Task Lane(string kind, Func<Chain, Task> go)
        {
            for (var number = 1; number == 1 || !killer.IsCompleted; number++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:00}");
                var chain = new Chain(new Caller(pair, name), bank, name);
                await go(chain);
                chains.Enqueue(chain);
            }
        }
    }

    /// <summary>Order, invoices and counters are as they are to be: what is kept is billed or open.</summary>
    private async Task Ends(Chain chain)
    {
        var caller = new Caller(pair, $"{chain.Name}-end");
        var order = await caller.Get(Chain.Bob, $"/purchase-orders/{chain.Order}");
        Assert.That(order.Text("status"), Is.EqualTo(chain.OrderStatus), chain.Name);
        foreach (var outcome in chain.Outcomes)
        {
            var invoice = await caller.Get(Chain.Carla, $"/invoices/{outcome.Invoice}");
            Assert.That(invoice.Text("status"), Is.EqualTo(outcome.Status), chain.Name);
            if (outcome.Payment is null)
                continue;
            var payment = await caller.Get(Chain.Fay, $"/payments/{outcome.Payment}");
            Assert.That(payment.Text("status"), Is.EqualTo("Disbursed"), chain.Name);
            Assert.That(payment.Json.GetProperty("amount_cents").GetInt64(), Is.EqualTo(outcome.Cents), chain.Name);
        }
        var line = (await caller.Get(Chain.Carla, $"/billable-orders/{chain.Order}")).Json.GetProperty("lines")[0];
        var billed = chain.Outcomes.Sum(outcome => outcome.Cents) / Chain.Price;
        Assert.That(
            new[] { "received", "returned", "billed", "open_to_bill" }.Select(each => line.GetProperty(each).GetDecimal()),
            Is.EqualTo(new[] { chain.Received, chain.Returned, billed, chain.Received - chain.Returned - billed }),
            chain.Name
        );
    }

    /// <summary>The bank has each payment, once and with what is owed, and no other.</summary>
    private async Task IsPaidOnce(IReadOnlyCollection<Chain> chains) =>
        Assert.That(
            (await bank.Ledger()).Select(entry => (entry.PaymentId, entry.Count, entry.AmountCents)),
            Is.EquivalentTo(Payments(chains).Select(each => (each.Outcome.Payment!, 1, each.Outcome.Cents)))
        );

    private static IEnumerable<(Chain Chain, Outcome Outcome)> Payments(IEnumerable<Chain> chains) =>
        chains.SelectMany(chain => chain.Outcomes.Where(each => each.Payment is not null).Select(outcome => (chain, outcome)));

    private Action<Dictionary<string, string>> With(string? node) =>
        environment =>
        {
            Api.OnKafka(KafkaBroker.Address, "chain")(environment);
            bank.Serve(environment);
            if (node is not null)
                environment["KAFKA_NODE_ID"] = node;
        };

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
