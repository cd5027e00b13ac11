namespace Deployment.Tests.Cluster;

using System.Globalization;

/// <summary>
/// What ops/cluster.sh tells the load, a line at a time, each answered by <c>ok</c>: <c>phase NAME</c>, <c>await NUMBER</c> (of requests in
/// this phase), <c>end</c>. After that it judges the database, prints two tables, and ends with 0 when all holds.
/// </summary>
internal static class Script
{
    /// <summary>The phase in which nothing may fail.</summary>
    private const string Flawless = "rolling restart";

    /// <param name="address">Of the proxy.</param>
    /// <param name="database">URL of what the replicas share.</param>
    /// <param name="commands">What to do.</param>
    /// <param name="answers">Where to say that it is done.</param>
    public static async Task<int> Run(Uri address, string database, TextReader commands, TextWriter answers)
    {
        var (buyer, approver, supplier) = (Variable("BUYER"), Variable("APPROVER"), Variable("SUPPLIER"));
        var atATime = int.Parse(Variable("CALLERS"), CultureInfo.InvariantCulture);
        using var callers = new Callers(address, atATime, supplier, buyer, approver);
        var phases = new List<Phase>();
        Task? calling = null;
        while (await commands.ReadLineAsync() is { } line && line != "end")
        {
            var (verb, rest) = (line.Split(' ')[0], line[(line.IndexOf(' ') + 1)..]);
            if (verb == "phase")
            {
                phases.Add(callers.Enter(rest));
                calling ??= callers.Run();
            }
            else
                await Reached(phases[^1], int.Parse(rest, CultureInfo.InvariantCulture), calling!);
            await answers.WriteLineAsync("ok");
        }
        callers.Enter("settling");
        await callers.Stop(calling!);
        await answers.WriteLineAsync("ok");

        var count = await Count.Take(database, callers);
        await answers.WriteLineAsync("| phase | reads | changes | failed |\n|---|---|---|---|");
        foreach (var phase in phases)
            await answers.WriteLineAsync($"{phase}");
        await answers.WriteLineAsync($"\n{count}");
        var rolling = phases.Single(phase => phase.Name == Flawless);
        return rolling is { Failed: 0, Requests: > 0 } && count.Agrees ? 0 : 1;
    }

    private static async Task Reached(Phase phase, int requests, Task calling)
    {
        while (phase.Requests < requests)
            // A caller that gave up would be waited for in vain.
            await await Task.WhenAny(Task.Delay(20), calling);
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
}
