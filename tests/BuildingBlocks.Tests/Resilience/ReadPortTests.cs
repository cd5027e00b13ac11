namespace BuildingBlocks.Tests.Resilience;

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>A port that reads is decorated whatever its methods: measured, traced, retried and logged, in that order.</summary>
internal sealed class ReadPortTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private ScriptedPort port = null!;
    private Logged log = null!;
    private ReadPorts ports = null!;

    private interface IShelfQueries
    {
        Task<string> Find(Guid id, CancellationToken ct);

        ValueTask<int> CountOpen(int least, CancellationToken ct);

        int Plain();
    }

    private IShelfQueries Decorated => (IShelfQueries)ports.Decorate(typeof(IShelfQueries), new Shelf(port));

    [SetUp]
    public void Start()
    {
        port = new ScriptedPort();
        log = new Logged();
        ports = new ReadPorts(
            new CallMetrics(port.Meters, port.Time),
            port.Retry(new RetrySettings(3, Pause, TimeSpan.FromSeconds(1), 0)),
            new RepoNames([new RepoName(typeof(ReadPortTests), "shelf_repository")]),
            log
        );
    }

    [TearDown]
    public void Stop() => port.Dispose();

    [Test]
    public async Task Measures_once_around_one_span_around_all_attempts_each_of_them_logged()
    {
        var spans = new List<Activity?>();
        var measuredWhenSpanEnded = -1;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => measuredWhenSpanEnded = span == spans.FirstOrDefault() ? Readings().Count : measuredWhenSpanEnded,
        };
        ActivitySource.AddActivityListener(listener);
        port.Within = () => spans.Add(Activity.Current);
        port.Fails(Lost());
        port.Answers();

        var call = Decorated.Find(Guid.Empty, default);
        await port.Armed(Pause);
        port.Time.Advance(Pause);

        Assert.That(await call, Is.EqualTo("answer"));
        Assert.That(port.Calls, Is.EqualTo(2));
        Assert.That(Readings(), Is.EqualTo(new[] { "repo_calls 1 repo=shelf_repository op=find_by_id status=ok" }));
        Assert.That(
            port.Readings.Of("repo_call_duration").Single(),
            Is.EqualTo("repo_call_duration 0.05 repo=shelf_repository op=find_by_id status=ok")
        );
        Assert.That(measuredWhenSpanEnded, Is.Zero);
        Assert.That(
            spans.Select(span => span?.OperationName),
            Is.EqualTo(new[] { "shelf_repository.find_by_id", "shelf_repository.find_by_id" })
        );
        Assert.That(spans[1], Is.SameAs(spans[0]));
        Assert.That(
            log.Lines,
            Is.EqualTo(new[] { "Warning shelf_repository find_by_id failed", "Debug shelf_repository find_by_id read" })
        );
    }

    [Test]
    public async Task Passes_on_arguments_and_answers_of_every_kind()
    {
        port.Now(_ => Task.FromResult("12345"));

        Assert.That(await Decorated.CountOpen(3, default), Is.EqualTo(8));
        Assert.That(Readings(), Does.Contain("repo_calls 1 repo=shelf_repository op=count_open status=ok"));
    }

    [Test]
    public async Task A_fault_that_does_not_pass_is_told_as_it_is_and_once()
    {
        var fault = new InvalidOperationException("Thrown before any task was made.");
        port.Now(_ => throw fault);

        Assert.That(await Faults.Of(Decorated.Find(Guid.Empty, default)), Is.SameAs(fault));
        Assert.That(port.Calls, Is.EqualTo(1));
        Assert.That(Readings(), Does.Contain("repo_calls 1 repo=shelf_repository op=find_by_id status=error"));
    }

    [Test]
    public async Task A_caller_that_leaves_ends_the_wait_for_the_next_attempt()
    {
        port.Now(_ => Task.FromException<string>(Lost()));
        using var leaving = new CancellationTokenSource();
        var call = Decorated.Find(Guid.Empty, leaving.Token);
        await port.Armed(Pause);

        await leaving.CancelAsync();

        Assert.That(await Faults.Of(call), Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_method_that_cannot_be_made_again_is_refused() =>
        Assert.That(() => Decorated.Plain(), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("Plain"));

    private List<string> Readings() => port.Readings.Of("repo_calls");

    private static NpgsqlException Lost() => new("lost", new IOException("reset"));

    private sealed class Shelf(ScriptedPort port) : IShelfQueries
    {
        public Task<string> Find(Guid id, CancellationToken ct) => port.Call(ct);

        public async ValueTask<int> CountOpen(int least, CancellationToken ct) => least + (await port.Call(ct)).Length;

        public int Plain() => 1;
    }

    private sealed class Logged : ILogger<ReadPorts>
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IEnumerable<string> Lines => lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{logLevel} {formatter(state, exception)}");
    }
}
