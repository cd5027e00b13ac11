namespace BuildingBlocks.Tests.Resilience;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Decorators;
using Procurement.BuildingBlocks.Hosting.Resilience;

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

    public FakeTimeProvider Time { get; } = new();

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

    public RetryPipeline Retry(RetrySettings settings, Func<double>? random = null) => new(settings, Time, Meters, random ?? (() => 0));

    public RemotePort Remote(int attempts = 1, BreakerSettings? breaker = null, Func<Exception, bool>? isTransient = null) =>
        new(
            "bank",
            Retry(new RetrySettings(attempts, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), 0)),
            breaker ?? new BreakerSettings(0.5, 4, TimeSpan.FromSeconds(5)),
            TimeSpan.FromSeconds(2),
            Time,
            new CallMetrics(Meters, Time),
            Meters,
            isTransient ?? (fault => fault is PassingFault)
        );

    public void Dispose()
    {
        Readings.Dispose();
        services.Dispose();
        made.Dispose();
    }
}

/// <summary>The measurements of one factory's instruments, as text: <c>name value tag=value</c>.</summary>
internal sealed class Readings : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly List<string> seen = [];

    public Readings(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name == "Procurement")
                listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, $"{value}", tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument.Name, $"{value}", tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, $"{value}", tags));
        listener.Start();
    }

    /// <summary>All measurements of an instrument so far; of a gauge, the present one.</summary>
    public List<string> Of(string instrument)
    {
        lock (seen)
            seen.RemoveAll(line => line.StartsWith("breaker_state ", StringComparison.Ordinal));
        listener.RecordObservableInstruments();
        lock (seen)
            return [.. seen.Where(line => line.StartsWith(instrument + " ", StringComparison.Ordinal))];
    }

    public void Dispose() => listener.Dispose();

    private void Add(string name, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = $"{name} {value}";
        foreach (var (key, tag) in tags)
            line += $" {key}={tag}";
        lock (seen)
            seen.Add(line);
    }
}

internal static class Faults
{
    /// <summary>What a task ends with, null when it succeeds; fails after ten seconds.</summary>
    public static async Task<Exception?> Of(Task task)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(10));
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
