namespace Host.Tests.Bank;

using Host.Tests.Faults;

/// <summary>Processes that hand payments to the bank are killed, or are two: each payment goes out once.</summary>
[Category(Lane.Processes)]
internal sealed class KillStories
{
    private const int Kills = 6;
    private SimulatedBank bank = null!;
    private Api api = null!;

    [SetUp]
    public async Task Start()
    {
        bank = await SimulatedBank.Start();
        api = await Api.Start(onPostgres: true, bank.Serve, Paying.WithoutDispatcher);
    }

    [TearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await bank.Release();
        await bank.DisposeAsync();
    }

    [Test]
    public async Task A_process_that_is_killed_around_its_call_leaves_each_payment_to_go_out_once()
    {
        List<string> all = [];
        var served = await Served.Start(api.DatabaseUrl, bank.Serve);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Before the bank has done it, which it then does behind the next process; after, without having said so; and anywhere.
            await bank.Does(
                (kill % 3) switch
                {
                    0 => [new Step { Hold = true }],
                    1 => [new Step { HoldAfter = true }],
                    _ => [new Step { LateMs = 40, Always = true }],
                }
            );
            var before = (await bank.Count()).Posts;
            var payments = await api.HandedIn(3);
            await Eventually.Holds(
                async () => (await bank.Count()) is var now && (kill % 3 == 2 ? now.Posts > before + (kill / 3) : now.Held > 0),
                Is.True
            );
            await served.Kill();
            await served.DisposeAsync();
            served = await Served.Start(api.DatabaseUrl, bank.Serve);
            foreach (var payment in payments)
                await api.PaymentBecomes(payment, "Disbursed");
            await bank.Release();
            await Eventually.Holds(async () => (await bank.Count()).Held, Is.Zero);
            await bank.PaidOnce(payments);
            all.AddRange(payments);
        }
        await bank.Does();
        await bank.End("settled");
        foreach (var payment in all)
            await api.PaymentBecomes(payment, "Remitted");
        await served.DisposeAsync();

        var ledger = await bank.Ledger();
        await TestContext.Out.WriteLineAsync(
            $"{Kills} kills, {all.Count} payments, handed in {ledger.Sum(entry => entry.Posts)} times, {ledger.Count(entry => entry.Posts > 1)} of them more than once"
        );
        await bank.PaidOnce(all);
        Assert.That(ledger, Has.Length.EqualTo(all.Count));
    }

    [Test]
    public async Task Two_processes_on_one_database_pay_each_once()
    {
        await bank.Does(new Step { LateMs = 30, Always = true });
        await using var one = await Served.Start(api.DatabaseUrl, bank.Serve);
        await using var other = await Served.Start(api.DatabaseUrl, bank.Serve);

        var payments = await api.HandedIn(12);
        foreach (var payment in payments)
            await api.PaymentBecomes(payment, "Disbursed");
        await bank.End("settled");
        foreach (var payment in payments)
            await api.PaymentBecomes(payment, "Remitted");

        var ledger = await bank.Ledger();
        await TestContext.Out.WriteLineAsync($"{payments.Count} payments, handed in {ledger.Sum(entry => entry.Posts)} times");
        await bank.PaidOnce(payments);
        Assert.That(ledger, Has.Length.EqualTo(payments.Count));
    }
}
