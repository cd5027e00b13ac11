namespace BuildingBlocks.Tests.Resilience;

using Polly;
using Procurement.BuildingBlocks.Persistence.Resilience;

internal sealed class RetryPipelineTests
{
    private static readonly RetrySettings Settings = new(4, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(150), 0.2);
    private ScriptedPort port = null!;

    [SetUp]
    public void SetUp() => port = new ScriptedPort();

    [TearDown]
    public void TearDown() => port.Dispose();

    [TestCase(0, 0.0, 50)]
    [TestCase(1, 0.0, 100)]
    [TestCase(2, 0.0, 150)]
    [TestCase(9, 0.0, 150)]
    [TestCase(0, 0.5, 55)]
    [TestCase(1, 0.5, 110)]
    [TestCase(2, 0.5, 165)]
    [TestCase(9, 1.0, 180)]
    public void Doubles_the_delay_up_to_the_longest_and_adds_jitter(int attempt, double random, double milliseconds) =>
        Assert.That(port.Retry(Settings, () => random).Delay(attempt).TotalMilliseconds, Is.EqualTo(milliseconds).Within(1e-9));

    [TestCase(0.0, new[] { 50, 100, 150 })]
    [TestCase(0.5, new[] { 55, 110, 165 })]
    public async Task Pauses_by_the_formula_and_not_after_the_last_attempt(double random, int[] pauses)
    {
        var fault = new PassingFault();
        port.Fails(fault);
        var call = Run(port.Retry(Settings, () => random).Build(e => e is PassingFault));

        await port.Made();
        foreach (var pause in pauses)
        {
            await port.Armed(TimeSpan.FromMilliseconds(pause));
            var before = port.Calls;
            port.Time.Advance(TimeSpan.FromMilliseconds(pause - 1));
            Assert.That(port.Calls, Is.EqualTo(before));
            port.Time.Advance(TimeSpan.FromMilliseconds(1));
            await port.Made();
        }

        Assert.That(await Faults.Of(call), Is.SameAs(fault));
        Assert.That(port.Calls, Is.EqualTo(4));
    }

    [Test]
    public async Task Stops_when_cancelled_during_a_pause()
    {
        using var caller = new CancellationTokenSource();
        port.Fails(new PassingFault());
        var call = Run(port.Retry(Settings).Build(_ => true), caller.Token);
        await port.Made();

        await caller.CancelAsync();

        Assert.That(await Faults.Of(call), Is.InstanceOf<OperationCanceledException>());
        Assert.That(port.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Makes_one_call_when_told_to_or_when_the_fault_is_not_a_passing_one()
    {
        port.Fails(new PassingFault());

        Assert.That(await Faults.Of(Run(port.Retry(Settings with { MaxAttempts = 1 }).Build(_ => true))), Is.InstanceOf<PassingFault>());
        Assert.That(await Faults.Of(Run(port.Retry(Settings).Build(_ => false))), Is.InstanceOf<PassingFault>());
        Assert.That(port.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task Stops_when_the_budget_is_spent_and_counts_it()
    {
        port.Fails(new PassingFault());
        var pipeline = port.Retry(Settings with { MaxAttempts = 2 }).Build(_ => true);

        for (var i = 0; i < 10; i++)
            await Finish(Run(pipeline));
        // Ten retries, and nothing paid for the ten that never happened after the last attempts.
        Assert.That(port.Calls, Is.EqualTo(20));
        Assert.That(port.Readings.Of("retry_budget_exhausted"), Is.Empty);

        Assert.That(await Faults.Of(Run(pipeline)), Is.InstanceOf<PassingFault>());
        Assert.That(port.Calls, Is.EqualTo(21));
        Assert.That(port.Readings.Of("retry_budget_exhausted"), Is.EqualTo(new[] { "retry_budget_exhausted 1" }));
    }

    [Test]
    public async Task Earns_a_retry_by_ten_successes_and_keeps_budgets_apart()
    {
        var retry = port.Retry(Settings with { MaxAttempts = 2 });
        var pipeline = retry.Build(_ => true);
        port.Fails(new PassingFault());
        for (var i = 0; i < 11; i++)
            await Finish(Run(pipeline));
        Assert.That(port.Calls, Is.EqualTo(21));

        await Finish(Run(retry.Build(_ => true)));
        Assert.That(port.Calls, Is.EqualTo(23));

        for (var i = 0; i < 10; i++)
            await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask);
        await Finish(Run(pipeline));
        await Finish(Run(pipeline));
        Assert.That(port.Calls, Is.EqualTo(26));
    }

    [Test]
    public async Task Pays_nothing_when_the_caller_has_given_up()
    {
        using var caller = new CancellationTokenSource();
        port.Fails(new PassingFault());
        var pipeline = port.Retry(Settings with { MaxAttempts = 2 }).Build(_ => true);
        port.Within = caller.Cancel;
        for (var i = 0; i < 20; i++)
            await Faults.Of(Run(pipeline, caller.Token));
        port.Within = () => { };
        var before = port.Calls;

        await Finish(Run(pipeline));

        Assert.That(port.Calls, Is.EqualTo(before + 2));
    }

    private async Task<string> Run(ResiliencePipeline pipeline, CancellationToken ct = default) =>
        await pipeline.ExecuteAsync(async ct => await port.Call(ct), ct);

    private async Task Finish(Task call)
    {
        port.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Faults.Of(call), Is.InstanceOf<PassingFault>());
    }
}
