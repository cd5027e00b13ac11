namespace BuildingBlocks.Tests.Http;

using Procurement.BuildingBlocks.Hosting.Http;

internal sealed class TurnsTests
{
    private readonly Turns<string> turns = new();

    [Test]
    public async Task Are_taken_in_the_order_of_coming()
    {
        var order = new List<int>();
        var first = await turns.Take("a", default);
        var others = Enumerable.Range(1, 5).Select(Next).ToList();

        Assert.That(order, Is.Empty);
        first.Dispose();
        await Task.WhenAll(others);

        Assert.That(order, Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));

        async Task Next(int number)
        {
            using (await turns.Take("a", default))
                order.Add(number);
        }
    }

    [Test]
    public async Task Of_one_thing_have_nothing_to_do_with_those_of_another()
    {
        using var one = await turns.Take("a", default);

        Assert.That((turns.Contended("a"), turns.Contended("b")), Is.EqualTo((true, false)));
        using var other = await turns.Take("b", default).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task Leave_nothing_behind()
    {
        using var leaving = new CancellationTokenSource();
        var first = await turns.Take("a", default);
        var waiting = turns.Take("a", leaving.Token);
        var patient = turns.Take("a", default);

        await leaving.CancelAsync();
        await Assert.ThatAsync(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(turns.Count, Is.EqualTo(1));
        first.Dispose();
        (await patient.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();

        Assert.That((turns.Count, turns.Contended("a")), Is.EqualTo((0, false)));
    }

    [Test]
    public async Task Are_never_two_at_once()
    {
        var (inside, most, done) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Work)));

        Assert.That((most, done, turns.Count), Is.EqualTo((1, 8 * 500, 0)));

        async Task Work()
        {
            for (var i = 0; i < 500; i++)
                using (await turns.Take("a", default))
                {
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    done++;
                }
        }
    }
}
