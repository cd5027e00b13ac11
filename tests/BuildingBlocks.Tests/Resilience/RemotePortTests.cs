namespace BuildingBlocks.Tests.Resilience;

using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Resilience;

internal sealed class RemotePortTests
{
    private ScriptedPort port = null!;

    [SetUp]
    public void SetUp() => port = new ScriptedPort();

    [TearDown]
    public void TearDown() => port.Dispose();

    [Test]
    public async Task Measures_once_around_one_span_around_all_attempts()
    {
        var spans = new List<Activity?>();
        var measuredWhenSpanEnded = -1;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ => measuredWhenSpanEnded = port.Readings.Of("repo_calls").Count,
        };
        ActivitySource.AddActivityListener(listener);
        port.Within = () => spans.Add(Activity.Current);
        port.Fails(new PassingFault());
        port.Answers();
        var call = port.Remote(attempts: 3).Call("pay", port.Call, default);
        await port.Armed(TimeSpan.FromMilliseconds(50));

        port.Time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.That(await call, Is.EqualTo("answer"));
        Assert.That(port.Calls, Is.EqualTo(2));
        Assert.That(port.Readings.Of("repo_calls"), Is.EqualTo(new[] { "repo_calls 1 repo=bank op=pay status=ok" }));
        Assert.That(port.Readings.Of("repo_call_duration"), Is.EqualTo(new[] { "repo_call_duration 0.05 repo=bank op=pay status=ok" }));
        Assert.That(measuredWhenSpanEnded, Is.Zero);
        Assert.That(spans.Select(span => span?.OperationName), Is.EqualTo(new[] { "bank.pay", "bank.pay" }));
        Assert.That(spans[1], Is.SameAs(spans[0]));
    }

    [Test]
    public async Task The_breaker_counts_attempts_and_its_refusal_is_not_retried()
    {
        port.Fails(new PassingFault("first"));
        port.Fails(new PassingFault("second"));
        var remote = port.Remote(attempts: 4, new BreakerSettings(0.5, 2, TimeSpan.FromSeconds(5)), _ => true);
        var call = remote.Call("pay", port.Call, default);
        await port.Armed(TimeSpan.FromMilliseconds(50));
        port.Time.Advance(TimeSpan.FromMilliseconds(50));
        await port.Armed(TimeSpan.FromMilliseconds(100));
        port.Time.Advance(TimeSpan.FromMilliseconds(100));

        var fault = await Faults.Of(call);

        Assert.That(fault, Is.InstanceOf<PortUnavailableException>());
        Assert.That(fault?.InnerException?.Message, Is.EqualTo("second"));
        Assert.That(port.Calls, Is.EqualTo(2));
        Assert.That(port.Readings.Of("repo_calls"), Is.EqualTo(new[] { "repo_calls 1 repo=bank op=pay status=error" }));
    }

    [Test]
    public async Task The_timeout_is_per_attempt_and_repeated_only_when_the_port_says_so([Values] bool repeatable)
    {
        port.Now(async ct =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, port.Time, ct);
            return "never";
        });
        var call = port.Remote(attempts: 2, isTransient: e => repeatable && e is TimeoutRejectedException).Call("pay", port.Call, default);
        await port.Made();
        port.Time.Advance(TimeSpan.FromSeconds(2));
        if (repeatable)
        {
            // The attempt ends on another thread: time that goes by before its next one waits for it would be lost.
            await port.Armed(TimeSpan.FromMilliseconds(50));
            port.Time.Advance(TimeSpan.FromMilliseconds(50));
            await port.Made();
            port.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.That(await Faults.Of(call), Is.InstanceOf<TimeoutRejectedException>());
        Assert.That(port.Calls, Is.EqualTo(repeatable ? 2 : 1));
    }

    [Test]
    public async Task All_attempts_together_have_a_time_and_what_it_cuts_short_is_not_counted()
    {
        var remote = port.Remote(
            attempts: 4,
            new BreakerSettings(0.5, 2, TimeSpan.FromSeconds(5)),
            _ => true,
            total: TimeSpan.FromMilliseconds(1_500)
        );
        port.Now(_ => new TaskCompletionSource<string>().Task);
        var calls = Enumerable.Range(0, 3).Select(_ => remote.Call("pay", port.Call, default)).ToList();

        port.Time.Advance(TimeSpan.FromMilliseconds(1_500));

        foreach (var call in calls)
            Assert.That(await Faults.Of(call), Is.InstanceOf<TimeoutRejectedException>());
        Assert.That(port.Calls, Is.EqualTo(3));
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task A_caller_who_gives_up_is_neither_retried_nor_counted()
    {
        using var caller = new CancellationTokenSource();
        var remote = port.Remote(attempts: 4, new BreakerSettings(0.5, 2, TimeSpan.FromSeconds(5)), _ => true);
        port.Now(_ => new TaskCompletionSource<string>().Task);
        var calls = Enumerable.Range(0, 5).Select(_ => remote.Call("pay", port.Call, caller.Token)).ToList();

        await caller.CancelAsync();

        foreach (var call in calls)
            Assert.That(await Faults.Of(call), Is.InstanceOf<OperationCanceledException>());
        Assert.That(port.Calls, Is.EqualTo(5));
        Assert.That(remote.Breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Its_absence_is_answered_503_with_the_time_to_wait()
    {
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        var fault = new PortUnavailableException("bank", TimeSpan.FromSeconds(3.2), new PassingFault("inside"));

        await new FaultHandler(NullLogger<FaultHandler>.Instance).TryHandleAsync(http, fault, default);

        Assert.That(http.Response.StatusCode, Is.EqualTo(503));
        Assert.That(http.Response.Headers.RetryAfter.ToString(), Is.EqualTo("4"));
        http.Response.Body.Position = 0;
        var body = await new StreamReader(http.Response.Body).ReadToEndAsync();
        Assert.That(body, Does.Contain("SERVICE_UNAVAILABLE").And.Not.Contain("bank").And.Not.Contain("inside"));
    }
}
