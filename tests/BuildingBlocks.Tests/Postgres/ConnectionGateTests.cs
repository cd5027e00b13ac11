namespace BuildingBlocks.Tests.Postgres;

using Procurement.BuildingBlocks.Persistence.Postgres;

internal sealed class ConnectionGateTests
{
    private const int Most = 2 * (1 + ConnectionGate.WaitersPerConnection);

    [Test]
    public void Sends_away_whoever_would_be_one_too_many_and_counts_them()
    {
        var gate = new ConnectionGate(2);
        for (var i = 0; i < Most; i++)
            gate.Enter();

        Assert.Throws<PoolBusyException>(gate.Enter);
        Assert.That((gate.Inside, gate.Refused), Is.EqualTo((Most, 1)));

        gate.Leave();
        gate.Enter();
        Assert.That((gate.Inside, gate.Refused), Is.EqualTo((Most, 1)));
    }

    [Test]
    public async Task Is_empty_again_after_a_crowd()
    {
        var gate = new ConnectionGate(2);
        var seen = 0;
        var callers = Enumerable
            .Range(0, 8)
            .Select(_ =>
                Task.Run(() =>
                {
                    for (var i = 0; i < 20_000; i++)
                    {
                        var entered = 0;
                        try
                        {
                            for (; entered < Most / 4; entered++)
                                gate.Enter();
                        }
                        catch (PoolBusyException)
                        {
                            Interlocked.Exchange(ref seen, 1);
                        }
                        for (; entered > 0; entered--)
                            gate.Leave();
                        if (gate.Refused > 1000)
                            return;
                    }
                })
            );
        await Task.WhenAll(callers);

        Assert.That(gate.Inside, Is.Zero);
        Assert.That(gate.Refused > 0, Is.EqualTo(seen == 1));
    }

    [Test]
    public void Costs_no_memory()
    {
        var gate = new ConnectionGate(2);
        Pass(gate);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Pass(gate);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Pass(ConnectionGate gate)
    {
        for (var i = 0; i < 1000; i++)
        {
            gate.Enter();
            gate.Leave();
        }
    }
}
