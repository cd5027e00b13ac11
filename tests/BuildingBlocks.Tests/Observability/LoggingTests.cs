namespace BuildingBlocks.Tests.Observability;

using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Hosting.Observability;

/// <summary>What is logged, as it leaves the process on its standard output.</summary>
[NonParallelizable]
public sealed partial class LoggingTests
{
    private TextWriter console = null!;

    [SetUp]
    public void Keep() => console = Console.Out;

    [TearDown]
    public void GiveBack() => Console.SetOut(console);

    [TestCase("po_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", "po_id")]
    [TestCase("sup_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", "supplier_id")]
    [TestCase("inv_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", "invoice_id")]
    [TestCase("grn_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", "grn_id")]
    [TestCase("0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", "id")]
    [TestCase("trace_id", "id")]
    [TestCase("PO_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", "id")]
    [TestCase("_0199b3c8-7c44-7d5a-9b1e-2f8d1c0a4b6e", "id")]
    [TestCase("-", "id")]
    public void An_identifier_is_named_after_its_prefix(string id, string name)
    {
        var line = Line(log => Read(log, "Supplier", id, true));

        Assert.That(line.EnumerateObject().Where(member => member.Value.ToString() == id).Select(m => m.Name), Is.EqualTo(new[] { name }));
    }

    [Test]
    public void Every_member_of_a_message_is_one_of_the_line()
    {
        var line = Line(log => Stopping(log, 3, TimeSpan.FromSeconds(2), double.NaN, 0.5, "a\"b\n", null));

        Assert.Multiple(() =>
        {
            Assert.That(line.GetProperty("in_flight").GetInt32(), Is.EqualTo(3));
            Assert.That(line.GetProperty("delay").GetString(), Is.EqualTo("00:00:02"));
            Assert.That(line.GetProperty("ratio").GetString(), Is.EqualTo("NaN"));
            Assert.That(line.GetProperty("share_of_all").GetDouble(), Is.EqualTo(0.5));
            Assert.That(line.GetProperty("path").GetString(), Is.EqualTo("a\"b\n"));
            Assert.That(line.TryGetProperty("nothing", out _), Is.False);
        });
        Assert.That(Line(log => Read(log, "Supplier", "-", false)).GetProperty("found").GetBoolean(), Is.False);
    }

    [Test]
    public void No_member_of_a_message_takes_the_place_of_one_that_every_line_has()
    {
        var line = Line(log => Clash(log, "a", "b", "c", "d"));

        Assert.That(line.EnumerateObject().Select(member => member.Name), Is.Unique);
        Assert.Multiple(() =>
        {
            Assert.That(line.GetProperty("level").GetString(), Is.EqualTo("info"));
            Assert.That(line.GetProperty("service").GetString(), Is.EqualTo("procurement"));
            Assert.That(line.GetProperty("level_").GetString(), Is.EqualTo("a"));
            Assert.That(line.GetProperty("service_").GetString(), Is.EqualTo("b"));
            Assert.That(line.GetProperty("trace_id_").GetString(), Is.EqualTo("c"));
            Assert.That(line.GetProperty("op").GetString(), Is.EqualTo("d"));
        });
    }

    [Test]
    public void Lines_dropped_because_the_output_stalls_are_counted()
    {
        const int Written = 12_000;
        using var stalled = new StalledWriter();
        Console.SetOut(stalled);
        var services = Services();
        var log = services.GetRequiredService<ILogger<LoggingTests>>();
        Assert.That(Dropped(services), Is.Zero);

        for (var i = 0; i < Written; i++)
            Read(log, "Supplier", "-", true);
        var dropped = Dropped(services);
        stalled.Resume();
        services.Dispose();

        Assert.That(dropped, Is.InRange(1, Written - 10_000));
        Assert.That(stalled.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(Written - dropped));
    }

    private static JsonElement Line(Action<ILogger> write)
    {
        using var output = new StringWriter();
        Console.SetOut(output);
        using (var services = Services())
            write(services.GetRequiredService<ILogger<LoggingTests>>());
        return JsonElement.Parse(output.ToString());
    }

    private static ServiceProvider Services() =>
        new ServiceCollection().AddMetrics().AddLogging(logging => logging.UseJsonLines("info")).BuildServiceProvider();

    private static long Dropped(ServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        var dropped = -1L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "log_lines_dropped" && instrument.Meter.Name == "Procurement" && instrument.Meter.Scope == meters)
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => dropped = count);
        listener.Start();
        listener.RecordObservableInstruments();
        return dropped;
    }

    [LoggerMessage(LogLevel.Information, "{Repo} {Id} read, found: {Found}")]
    private static partial void Read(ILogger log, string repo, string id, bool found);

    [LoggerMessage(LogLevel.Information, "{InFlight} {Delay} {Ratio} {ShareOfAll} {Path} {Nothing}")]
    private static partial void Stopping(
        ILogger log,
        int inFlight,
        TimeSpan delay,
        double ratio,
        double shareOfAll,
        string path,
        string? nothing
    );

    [LoggerMessage(LogLevel.Information, "{Level} {Service} {TraceId} {Method}")]
    private static partial void Clash(ILogger log, string level, string service, string traceId, string method);

    /// <summary>A reader that does not read until it is told to.</summary>
    private sealed class StalledWriter : StringWriter
    {
        private readonly ManualResetEventSlim open = new();

        public void Resume() => open.Set();

        public override void Write(char[] buffer, int index, int count)
        {
            open.Wait();
            base.Write(buffer, index, count);
        }

        public override void WriteLine(string? value)
        {
            open.Wait();
            base.WriteLine(value);
        }

        public override void Flush() => open.Wait();
    }
}
