namespace Messaging.Tests.Crash;

using System.Diagnostics;
using System.Globalization;
using Messaging.Tests.Harness;
using Procurement.BuildingBlocks.Messaging;
using TestKit;

/// <summary>
/// A process that tells, carries and handles events is killed at every point of their way, started again, and killed again. In the end every
/// event has taken effect once for each consumer, in order, and nothing is left. CRASH_KILLS says how often, CRASH_SEED makes a run again.
/// </summary>
internal sealed class CrashStories
{
    private const int Things = 7;
    private const int WritesOfEach = 80;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly string[] Points =
    [
        Victim.BeforeCommit,
        Victim.AfterCommit,
        $"{Checkpoint.Read}",
        $"{Checkpoint.Deleted}",
        $"{Checkpoint.Handled}",
        $"{Checkpoint.Done}",
    ];

    private string url = "";

    [SetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("crash");
        await Post.Create(url);
    }

    [TearDown]
    public Task Stop() => Postgres.DropDatabase(url);

    [Test]
    public async Task In_process_every_event_takes_effect_once_and_in_order_wherever_the_process_is_killed()
    {
        var run = new Run(Setting("CRASH_KILLS", 24), Setting("CRASH_SEED", Environment.TickCount));
        for (var kill = 0; kill < run.Kills; kill++)
        {
            var point = Points[kill % Points.Length];
            run.Count(point, await Killed(new Orders(url, point, run.Random.Next(1, 12), WritesOfEach, Things)));
        }
        await Ends(run, new Orders(url, Orders.Never, 0, 0, Things));
    }

    [Test]
    public async Task Without_the_guard_the_order_is_lost_and_the_harness_sees_it()
    {
        await Killed(new Orders(url, Orders.Never, 0, 400, Things, Mutations.NoGuard));

        var verdict = await Verdict.Of(url);

        Assert.That(verdict.OutOfOrder, Is.Positive, "the mutation was not noticed");
    }

    [Test]
    public async Task Several_processes_at_once_do_no_work_twice_and_keep_the_order_while_they_are_killed()
    {
        var run = new Run(Setting("CRASH_KILLS", 24) / 2, Setting("CRASH_SEED", Environment.TickCount));
        for (var kill = 0; kill < run.Kills; kill += 3)
        {
            var victims = Enumerable
                .Range(kill, 3)
                .Select(each => new Orders(url, Points[each % Points.Length], run.Random.Next(1, 12), WritesOfEach, Things))
                .ToList();
            var ends = await Task.WhenAll(victims.Select(Killed));
            for (var i = 0; i < 3; i++)
                run.Count(victims[i].Point, ends[i]);
        }
        await Ends(run, new Orders(url, Orders.Never, 0, 0, Things));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Starts a last process that nobody kills, and judges.</summary>
    private async Task Ends(Run run, Orders last)
    {
        var waited = Stopwatch.StartNew();
        using var process = Launch(last);
        var verdict = await Verdict.Settled(url, Longest);
        var settled = waited.Elapsed;
        process.Kill();
        await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(
            $"seed {run.Seed}: {run}; {verdict.Events} events, {verdict.Effects} effects; all done {settled.TotalSeconds:0.0} s after the last start"
        );
        Assert.That(verdict.Wrong, Is.Empty, $"seed {run.Seed}");
        Assert.That(run.Died, Is.GreaterThanOrEqualTo(run.Kills * 3 / 4), "too few were killed where they should have been");
    }

    /// <returns>Whether it died where it was told to, rather than come to the end.</returns>
    private static async Task<bool> Killed(Orders orders)
    {
        using var process = Launch(orders);
        var output = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
            Assert.Fail($"{orders.Point}: neither killed nor done");
        }
        return !(await output).Contains("settled", StringComparison.Ordinal);
    }

    private static Process Launch(Orders orders)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Messaging.Tests.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. orders.Arguments]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    private sealed class Run(int kills, int seed)
    {
        private readonly SortedDictionary<string, (int Killed, int Survived)> points = new(StringComparer.Ordinal);

        public int Kills => kills;

        public int Seed => seed;

        public Random Random { get; } = new(seed);

        public int Died => points.Values.Sum(each => each.Killed);

        public void Count(string point, bool killed)
        {
            var (died, survived) = points.GetValueOrDefault(point);
            points[point] = killed ? (died + 1, survived) : (died, survived + 1);
        }

        public override string ToString() =>
            string.Join(", ", points.Select(each => $"{each.Key} {each.Value.Killed} killed, {each.Value.Survived} survived"));
    }
}
