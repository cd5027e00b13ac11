namespace Messaging.Tests.Crash;

using System.Diagnostics;
using System.Globalization;
using Messaging.Tests.Harness;
using TestKit;

/// <summary>What the stories of killed processes have in common: a database, victims, and a judgement in the end.</summary>
internal abstract class CrashCase
{
    protected const int Things = 7;
    protected const int WritesOfEach = 80;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    protected string Url { get; private set; } = "";

    /// <summary>The broker; in process when empty.</summary>
    protected virtual string Brokers => "";

    [SetUp]
    public async Task Open()
    {
        Url = await Postgres.CreateDatabase("crash");
        await Post.Create(Url);
    }

    [TearDown]
    public Task Close() => Postgres.DropDatabase(Url);

    protected static Run NewRun(int kills) => new(Setting("CRASH_KILLS", kills), Setting("CRASH_SEED", Environment.TickCount));

    protected Orders Until(string point, int nth, int writes = WritesOfEach, string mutation = "") =>
        new(Url, point, nth, writes, Things, mutation, Brokers, Patient: true);

    /// <summary>Starts a process and waits for its end.</summary>
    /// <returns>Whether it died where it was told to, rather than come to the end.</returns>
    protected static async Task<bool> Killed(Orders orders)
    {
        using var process = Victim.Launch(orders);
        var output = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Longest + Longest);
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

    /// <summary>Starts a last process that nobody kills, and judges.</summary>
    protected async Task Ends(Run run)
    {
        var waited = Stopwatch.StartNew();
        using var process = Victim.Launch(Until(Orders.Never, 0, writes: 0));
        var verdict = await Verdict.Settled(Url, Longest);
        var settled = waited.Elapsed;
        process.Kill();
        await process.WaitForExitAsync();
        await TestContext.Out.WriteLineAsync(
            $"seed {run.Seed}: {run}; {verdict.Events} events, {verdict.Effects} effects; all done {settled.TotalSeconds:0.0} s after the last start"
        );
        Assert.That(verdict.Wrong, Is.Empty, $"seed {run.Seed}");
        Assert.That(run.Died, Is.GreaterThanOrEqualTo(run.Kills * 3 / 4), "too few were killed where they should have been");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>How often processes were killed, and where.</summary>
    protected sealed class Run(int kills, int seed)
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
