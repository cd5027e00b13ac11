namespace BuildingBlocks.Tests.Health;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Hosting.Health;
using Procurement.BuildingBlocks.Hosting.Lifetime;
using Procurement.BuildingBlocks.Persistence.Startup;

internal sealed class ReadinessTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();
    private Drain drain = null!;

    [SetUp]
    public void SetUp() => drain = new Drain(TimeSpan.Zero, TimeProvider.System, NullLogger<Drain>.Instance);

    [Test]
    public async Task Looks_once_a_second_however_many_probes_ask()
    {
        var postgres = new Component("postgres", decides: true);
        using var readiness = await Start(postgres);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(readiness.Report)));
        Assert.That(postgres.Looks, Is.EqualTo(1));

        time.Advance(Second);
        await postgres.Seen(2);
        Assert.That((await readiness.Report()).Ready, Is.True);
        Assert.That(postgres.Looks, Is.EqualTo(2));
    }

    [Test]
    public async Task A_component_that_hangs_is_given_two_seconds_and_keeps_no_probe_waiting()
    {
        var postgres = new Component("postgres", decides: true);
        using var readiness = await Start(postgres, new Component("migrations", decides: true));
        await readiness.Report();
        postgres.State = new TaskCompletionSource<string>().Task;
        time.Advance(Second);
        await postgres.Seen(2);

        Assert.That((await readiness.Report()).Ready, Is.True, "what the last look found");
        time.Advance(2 * Second);

        await Until(readiness, report => !report.Ready);
        var report = await readiness.Report();
        Assert.That((report.Components["postgres"], report.Components["migrations"]), Is.EqualTo(("timeout", "ok")));
    }

    [Test]
    public async Task A_component_that_fails_decides_or_is_only_told_and_says_nothing_of_the_inside()
    {
        var broker = new Component("broker", decides: false) { State = Task.FromException<string>(new IOException("canary")) };
        var postgres = new Component("postgres", decides: true);
        using var readiness = await Start(broker, postgres);

        var report = await readiness.Report();
        Assert.That((report.Ready, report.Components["broker"]), Is.EqualTo((true, "unavailable")));

        postgres.State = Task.FromException<string>(new IOException("canary"));
        time.Advance(Second);
        await Until(readiness, next => !next.Ready);
        Assert.That((await readiness.Report()).Components.Values, Is.All.EqualTo("unavailable"));
    }

    [Test]
    public async Task From_the_signal_on_it_is_not_ready_even_while_a_look_hangs()
    {
        var postgres = new Component("postgres", decides: true);
        using var readiness = await Start(postgres);
        await readiness.Report();
        postgres.State = new TaskCompletionSource<string>().Task;
        time.Advance(Second);
        await postgres.Seen(2);

        await drain.StoppingAsync(default);

        var report = await readiness.Report();
        Assert.That((report.Ready, report.Components["process"]), Is.EqualTo((false, "stopping")));
    }

    [Test]
    public async Task Nobody_is_told_before_the_process_has_warmed_up_and_then_even_if_that_failed()
    {
        var (models, query) = (new TaskCompletionSource(), new TaskCompletionSource());
        var asked = false;
        var warmUp = Warming(
            new WarmUpStep(true, (_, _) => query.Task.ContinueWith(_ => asked = true, TaskScheduler.Default)),
            new WarmUpStep(false, (_, _) => models.Task)
        );
        var begun = warmUp.Begin();
        using var readiness = await Start(warmUp, new Component("postgres", decides: true));
        var report = readiness.Report();

        query.SetResult();
        Assert.That((begun.IsCompleted, report.IsCompleted, asked), Is.EqualTo((false, false, false)), "the database is asked last");
        models.SetException(new InvalidOperationException("canary"));

        Assert.That((await report).Ready, Is.True);
        Assert.That(asked, Is.True);
    }

    private Task<Readiness> Start(params IReadinessCheck[] checks) => Start(Warming(), checks);

    private async Task<Readiness> Start(WarmUp warmUp, params IReadinessCheck[] checks)
    {
        var readiness = new Readiness(checks, warmUp, drain, time, NullLogger<Readiness>.Instance);
        await readiness.StartAsync(default);
        return readiness;
    }

    private static WarmUp Warming(params WarmUpStep[] steps) =>
        new(
            new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
            steps,
            TimeProvider.System,
            NullLogger<WarmUp>.Instance
        );

    private static async Task Until(Readiness readiness, Func<ReadinessReport, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!holds(await readiness.Report()))
            await Task.Delay(5, limit.Token);
    }

    private sealed class Component(string name, bool decides) : IReadinessCheck
    {
        private readonly SemaphoreSlim looked = new(0);

        public int Looks { get; private set; }

        public Task<string> State { get; set; } = Task.FromResult("ok");

        public string Name => name;

        public bool Decides => decides;

        public Task<string> Check(CancellationToken ct)
        {
            Looks++;
            looked.Release();
            return State;
        }

        public async Task Seen(int looks)
        {
            while (Looks < looks)
                Assert.That(await looked.WaitAsync(TimeSpan.FromSeconds(10)), Is.True);
        }
    }
}
