namespace BuildingBlocks.Tests.Resilience;

using Polly.Timeout;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Resilience;

internal sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(5);
    private ScriptedPort port = null!;
    private RemotePort remote = null!;

    [SetUp]
    public void SetUp()
    {
        port = new ScriptedPort();
        remote = port.Remote(breaker: new BreakerSettings(0.5, 4, Probe));
    }

    [TearDown]
    public void TearDown() => port.Dispose();

    [TestCase("FFF", CircuitState.Closed)]
    [TestCase("FFFF", CircuitState.Open)]
    [TestCase("OFOF", CircuitState.Closed)]
    [TestCase("OFOFF", CircuitState.Open)]
    [TestCase("AAAAFFF", CircuitState.Closed)]
    [TestCase("CCCCFFF", CircuitState.Closed)]
    [TestCase("CCCCCCCCFFFF", CircuitState.Open)]
    public async Task Opens_when_more_than_the_share_of_at_least_the_minimum_fail(string calls, CircuitState expected)
    {
        await Make(calls);

        Assert.That(remote.Breaker.State, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_threshold_of_one_means_that_all_fail()
    {
        remote = port.Remote(breaker: new BreakerSettings(1, 2, Probe));

        await Make("OFFF");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));
        port.Time.Advance(FailureWindow.Length);
        await Make("FF");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task Forgets_what_is_older_than_the_window()
    {
        await Make("FFF");
        port.Time.Advance(FailureWindow.Length);
        await Make("FFF");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));

        await Make("F");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task Fails_fast_while_open_with_the_cause_and_the_time_that_is_left()
    {
        await Make("FFFF");
        port.Time.Advance(TimeSpan.FromSeconds(2));

        var fault = await Faults.Of(Call()) as PortUnavailableException;

        Assert.That(port.Calls, Is.EqualTo(4));
        Assert.That(fault?.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(fault?.InnerException, Is.InstanceOf<PassingFault>());
        Assert.That(fault?.Port, Is.EqualTo("bank"));
    }

    [Test]
    public async Task Lets_exactly_one_probe_through_and_closes_on_its_success()
    {
        await Make("FFFF");
        port.Time.Advance(Probe);
        var answer = new TaskCompletionSource<string>();
        port.Now(_ => answer.Task);
        var probe = Call();
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Faults.Of(Call()))));

        Assert.That(others, Is.All.InstanceOf<PortUnavailableException>());
        Assert.That(port.Calls, Is.EqualTo(5));
        await Told(2, "half-open");
        answer.SetResult("back");
        Assert.That(await probe, Is.EqualTo("back"));
        await Told(0, "ok");
        await Make("FFF");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Opens_again_when_the_probe_fails()
    {
        await Make("FFFF");
        port.Time.Advance(Probe);
        await Make("F");

        await Told(1, "open");
        port.Time.Advance(Probe - TimeSpan.FromTicks(1));
        Assert.That(await Faults.Of(Call()), Is.InstanceOf<PortUnavailableException>());
        Assert.That(port.Calls, Is.EqualTo(5));
    }

    [Test]
    public async Task Ends_a_probe_that_hangs_and_does_not_listen()
    {
        await Make("FFFF");
        port.Time.Advance(Probe);
        port.Now(_ => new TaskCompletionSource<string>().Task);
        var probe = Call();
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.HalfOpen));

        port.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(await Faults.Of(probe), Is.InstanceOf<TimeoutRejectedException>());
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task A_cancelled_probe_does_not_close_and_the_next_call_probes()
    {
        await Make("FFFF");
        port.Time.Advance(Probe);
        await Make("C");
        await Told(1, "open");

        await Make("O");
        await Told(0, "ok");
    }

    [Test]
    public async Task Does_not_count_what_ends_after_the_state_has_changed()
    {
        var late = new TaskCompletionSource<string>();
        port.Now(_ => late.Task);
        var old = Call();
        await Make("FFFF");
        port.Time.Advance(Probe);
        port.Now(_ => new TaskCompletionSource<string>().Task);
        _ = Call();

        late.SetResult("late");
        await Faults.Of(old);

        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.HalfOpen));
    }

    /// <summary>F fails, A fails by the port's own answer, O succeeds, C is cancelled by its caller.</summary>
    private async Task Make(string calls)
    {
        foreach (var kind in calls)
        {
            using var caller = new CancellationTokenSource();
            port.Now(ct =>
                kind switch
                {
                    'F' => Task.FromException<string>(new PassingFault()),
                    'A' => Task.FromException<string>(new InvalidOperationException()),
                    'O' => Task.FromResult("answer"),
                    _ => Cancelled(caller, ct),
                }
            );
            await Faults.Of(Call(caller.Token));
        }
    }

    private static async Task<string> Cancelled(CancellationTokenSource caller, CancellationToken ct)
    {
        await caller.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return "not cancelled";
    }

    private async Task Told(int gauge, string word)
    {
        Assert.That(port.Readings.Of("breaker_state"), Is.EqualTo(new[] { $"breaker_state {gauge} port=bank" }));
        Assert.That(await remote.Breaker.Check(default), Is.EqualTo(word));
        Assert.That(remote.Breaker.Name, Is.EqualTo("breaker:bank"));
        Assert.That(remote.Breaker.Decides, Is.False);
    }

    private Task<string> Call(CancellationToken ct = default) => remote.Call("pay", port.Call, ct);
}
