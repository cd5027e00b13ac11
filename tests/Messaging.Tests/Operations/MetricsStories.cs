namespace Messaging.Tests.Operations;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

/// <summary>What relays and consumers do, and how queues stand, as numbers.</summary>
internal sealed class MetricsStories
{
    [Test]
    public async Task Work_is_counted_and_measured_and_queues_are_told()
    {
        var sick = new Sick();
        await using var ward = await Ward.Open(behaviour: sick);
        var readings = new ConcurrentDictionary<string, double>();
        using var listener = Listener(ward.Services.GetRequiredService<IMeterFactory>(), readings);
        var (parked, free) = (Ward.NewThing(), Ward.NewThing());
        await ward.Count(parked, Sick.Ill);
        await ward.UntilDead();
        await ward.Count(parked);
        await ward.Count(free);
        await ward.Until(async () => (await ward.Effects(free, NoteNoted.Name)).Length == 1, "the other took effect");

        // The counts are those of a look every 15 s.
        await ward.Until(
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(
                    readings.GetValueOrDefault("inbox_dead{sink.note-thing}") == 1
                        && readings.GetValueOrDefault("inbox_pending{sink.note-thing}") == 1
                        && readings.ContainsKey("handler_duration{sink.note-noted}")
                );
            },
            "the dead letter is told, and what waits behind it"
        );

        Assert.That(readings["inbox_pending{sink.note-thing}"], Is.EqualTo(1));
        Assert.That(readings["inbox_parked_keys{sink.note-thing}"], Is.EqualTo(1));
        Assert.That(readings["inbox_oldest_age_seconds{sink.note-thing}"], Is.Positive);
        Assert.That(readings["inbox_retrying{sink.note-thing}"], Is.Zero);
        Assert.That(
            readings["outbox_pending{source}"] + readings["outbox_dead{source}"] + readings["outbox_oldest_age_seconds{source}"],
            Is.Zero
        );
        Assert.That(readings["relay_batch_size{source}"], Is.EqualTo(3));
        Assert.That(readings["relay_duration{source}"], Is.Positive);
        Assert.That(readings["inbox_handled{sink.note-thing,handled}"], Is.EqualTo(1));
        Assert.That(readings["inbox_handled{sink.note-thing,dead}"], Is.EqualTo(1));
        Assert.That(readings["handler_duration{sink.note-noted}"], Is.Positive);
        Assert.That(readings["event_end_to_end{sink.note-noted}"], Is.Positive);
    }

    private static MeterListener Listener(IMeterFactory meters, ConcurrentDictionary<string, double> readings)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (instrument.Meter == meters.Create("Procurement"))
                    me.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags, adds: true));
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => Note(instrument, value, tags, instrument is Histogram<double>)
        );
        listener.Start();
        return listener;

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, bool adds)
        {
            var labels = string.Join(',', tags.ToArray().Select(tag => tag.Value));
            readings.AddOrUpdate($"{instrument.Name}{{{labels}}}", value, (_, before) => adds ? before + value : value);
        }
    }
}
