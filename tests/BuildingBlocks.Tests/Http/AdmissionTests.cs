namespace BuildingBlocks.Tests.Http;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.BuildingBlocks.Persistence.Postgres;

internal sealed class AdmissionTests
{
    private const int Most = 2 * (1 + Admission.WaitersPerConnection);

    private ServiceProvider services = null!;
    private Admission admission = null!;

    [SetUp]
    public void Start()
    {
        services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var pool = new PoolSettings(2, 0, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5));
        admission = new Admission(pool, services.GetRequiredService<IMeterFactory>());
    }

    [TearDown]
    public void Stop()
    {
        admission.Dispose();
        services.Dispose();
    }

    [Test]
    public void Sends_away_whoever_would_be_one_too_many_and_counts_them()
    {
        var places = Enumerable.Range(0, Most).Select(_ => admission.Enter()).ToList();

        Assert.Throws<PoolBusyException>(() => admission.Enter());
        Assert.That((admission.Inside, admission.Refused), Is.EqualTo((Most, 1)));

        places[0].Dispose();
        // Given back once, however often its holder says so.
        places[0].Dispose();
        admission.Enter();
        Assert.Throws<PoolBusyException>(() => admission.Enter());
        Assert.That((admission.Inside, admission.Refused), Is.EqualTo((Most, 2)));
    }

    [Test]
    public async Task Is_empty_again_after_a_crowd()
    {
        var seen = 0;
        var callers = Enumerable
            .Range(0, 8)
            .Select(_ =>
                Task.Run(() =>
                {
                    for (var i = 0; i < 20_000; i++)
                    {
                        var places = new Stack<IDisposable>();
                        try
                        {
                            while (places.Count < Most / 4)
                                places.Push(admission.Enter());
                        }
                        catch (PoolBusyException)
                        {
                            Interlocked.Exchange(ref seen, 1);
                        }
                        while (places.TryPop(out var place))
                            place.Dispose();
                        if (admission.Refused > 1000)
                            return;
                    }
                })
            );
        await Task.WhenAll(callers);

        Assert.That(admission.Inside, Is.Zero);
        Assert.That(admission.Refused > 0, Is.EqualTo(seen == 1));
    }

    [Test]
    public void Costs_no_memory_but_the_place()
    {
        const int passes = 1000;
        Pass(passes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Pass(passes);

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / passes, Is.InRange(1, 48));
    }

    private void Pass(int times)
    {
        for (var i = 0; i < times; i++)
            admission.Enter().Dispose();
    }
}
