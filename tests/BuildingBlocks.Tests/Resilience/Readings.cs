namespace BuildingBlocks.Tests.Resilience;

using System.Diagnostics.Metrics;

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
