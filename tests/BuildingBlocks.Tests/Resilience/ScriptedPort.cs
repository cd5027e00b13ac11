namespace BuildingBlocks.Tests.Resilience;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>What the scripted port calls a passing fault.</summary>
internal sealed class PassingFault(string message = "away for a moment") : Exception(message);

/// <summary>A remote port that does what it is told, call by call; the last instruction holds from then on.</summary>
internal sealed class ScriptedPort : IDisposable
{
    private readonly Queue<Func<CancellationToken, Task<string>>> script = new();
    private readonly SemaphoreSlim made = new(0);
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public ScriptedPort()
    {
        Meters = services.GetRequiredService<IMeterFactory>();
        Readings = new Readings(Meters);
    }

    public WatchedTime Time { get; } = new();

    public IMeterFactory Meters { get; }

    public Readings Readings { get; }

    public int Calls { get; private set; }

    /// <summary>Runs within each call, before what the script says.</summary>
    public Action Within { get; set; } = () => { };

    public void Fails(Exception fault) => script.Enqueue(_ => Task.FromException<string>(fault));

    public void Answers() => script.Enqueue(_ => Task.FromResult("answer"));

    /// <summary>Forgets the script: this is what it does from now on.</summary>
    public void Now(Func<CancellationToken, Task<string>> work)
    {
        script.Clear();
        script.Enqueue(work);
    }

    public Task<string> Call(CancellationToken ct)
    {
        Calls++;
        Within();
        made.Release();
        return (script.Count > 1 ? script.Dequeue() : script.Peek())(ct);
    }

    /// <summary>Waits for one call more.</summary>
    public async Task Made() => Assert.That(await made.WaitAsync(TimeSpan.FromSeconds(10)), Is.True, "The call is not made");

    /// <summary>Waits until somebody has begun to wait for this long: only then does it help to let the time go by.</summary>
    public Task Armed(TimeSpan wait) => Time.Armed(wait);

    public RetryPipeline Retry(RetrySettings settings, Func<double>? random = null) => new(settings, Time, Meters, random ?? (() => 0));

    public RemotePort Remote(
        int attempts = 1,
        BreakerSettings? breaker = null,
        Func<Exception, bool>? isTransient = null,
        TimeSpan? total = null
    ) =>
        new(
            "bank",
            Retry(new RetrySettings(attempts, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), 0)),
            breaker ?? new BreakerSettings(0.5, 4, TimeSpan.FromSeconds(5)),
            TimeSpan.FromSeconds(2),
            total ?? TimeSpan.FromSeconds(30),
            Time,
            new CallMetrics(Meters, Time),
            Meters,
            isTransient ?? (fault => fault is PassingFault),
            fault => fault is IOException
        );

    /// <summary>F fails, U fails and may not be repeated, A fails by the port's own answer, O succeeds, C is cancelled by its caller.</summary>
    public async Task Make(RemotePort remote, string calls)
    {
        foreach (var kind in calls)
        {
            using var caller = new CancellationTokenSource();
            Now(ct =>
                kind switch
                {
                    'F' => Task.FromException<string>(new PassingFault()),
                    'U' => Task.FromException<string>(new IOException("The outcome is unknown.")),
                    'A' => Task.FromException<string>(new InvalidOperationException()),
                    'O' => Task.FromResult("answer"),
                    _ => Cancelled(caller, ct),
                }
            );
            await Faults.Of(remote.Call("pay", Call, caller.Token));
        }
    }

    public void Dispose()
    {
        Readings.Dispose();
        services.Dispose();
        made.Dispose();
    }

    private static async Task<string> Cancelled(CancellationTokenSource caller, CancellationToken ct)
    {
        await caller.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return "not cancelled";
    }
}

/// <summary>A clock set by hand that knows who waits on it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly ConcurrentDictionary<TimeSpan, SemaphoreSlim> armed = new();

    /// <summary>How far the time of day is off; what passes is measured rightly all the same.</summary>
    public TimeSpan WallClockError { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WallClockError;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        For(dueTime).Release();
        return timer;
    }

    public async Task Armed(TimeSpan wait) =>
        Assert.That(await For(wait).WaitAsync(TimeSpan.FromSeconds(10)), Is.True, $"Nobody waits for {wait}");

    private SemaphoreSlim For(TimeSpan wait) => armed.GetOrAdd(wait, _ => new SemaphoreSlim(0));
}
