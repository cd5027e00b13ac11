namespace BuildingBlocks.Tests.Resilience;

using Polly.CircuitBreaker;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;

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
    [TestCase("UUUU", CircuitState.Open)]
    [TestCase("OFOF", CircuitState.Closed)]
    [TestCase("OFOFF", CircuitState.Open)]
    [TestCase("AAAAFFF", CircuitState.Closed)]
    [TestCase("CCCCFFF", CircuitState.Closed)]
    [TestCase("CCCCCCCCFFFF", CircuitState.Open)]
    public async Task Opens_when_more_than_the_share_of_at_least_the_minimum_fail(string calls, CircuitState expected)
    {
        await port.Make(remote, calls);

        Assert.That(remote.Breaker.State, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_threshold_of_one_means_that_all_fail()
    {
        remote = port.Remote(breaker: new BreakerSettings(1, 2, Probe));

        await port.Make(remote, "OFFF");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));
        port.Time.Advance(CircuitBreaker.Window);
        await port.Make(remote, "FF");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task Forgets_what_is_older_than_the_window()
    {
        await port.Make(remote, "FFF");
        port.Time.Advance(CircuitBreaker.Window);
        await port.Make(remote, "FFF");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));

        await port.Make(remote, "F");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task Fails_fast_while_open_with_the_cause_and_the_time_that_is_left()
    {
        await port.Make(remote, "FFFF");
        port.Time.Advance(TimeSpan.FromSeconds(2));

        var fault = await Faults.Of(Call()) as PortUnavailableException;

        Assert.That(port.Calls, Is.EqualTo(4));
        Assert.That(fault?.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(fault?.InnerException, Is.InstanceOf<PassingFault>());
        Assert.That(fault?.Port, Is.EqualTo("bank"));
    }

    [Test]
    public async Task Goes_by_the_time_that_passes_and_not_by_the_time_of_day([Values(-2, 2)] int hours)
    {
        await port.Make(remote, "FFFF");
        port.Time.WallClockError = TimeSpan.FromHours(hours);
        port.Time.Advance(Probe - TimeSpan.FromTicks(1));
        await port.Make(remote, "O");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Open));

        port.Time.Advance(TimeSpan.FromTicks(1));
        await port.Make(remote, "O");
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    private Task<string> Call(CancellationToken ct = default) => remote.Call("pay", port.Call, ct);
}
