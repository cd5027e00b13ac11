namespace Host.Tests.Invoicing.Chains;

using System.Collections.Concurrent;
using System.Globalization;

/// <summary>Who does something in a chain.</summary>
internal sealed record Person(string Subject, string Role);

/// <summary>Two processes over one database and one broker, and what kills them at random points.</summary>
internal sealed class Pair(IReadOnlyList<Replica> replicas) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Person, string> tokens = new();
    private readonly ConcurrentQueue<string> kills = new();
    private readonly long began = TimeProvider.System.GetTimestamp();
    private int turn;
    private int lost;

    public Progress Progress { get; } = new();

    public IReadOnlyList<Replica> Replicas => replicas;

    /// <summary>What was killed, and how far the chains were.</summary>
    public IReadOnlyCollection<string> Kills => kills;

    /// <summary>Calls that were answered by nobody.</summary>
    public int Lost => lost;

    /// <summary>Both at once, as after a power cut.</summary>
    public async Task Start()
    {
        foreach (var replica in replicas)
            replica.Start();
        foreach (var replica in replicas)
            await replica.Up();
    }

    /// <summary>Of those that are up the one whose turn it is, killed just now perhaps; null when none is up.</summary>
    public HttpClient? Next()
    {
        var clients = replicas.Select(each => each.Client).OfType<HttpClient>().ToList();
        return clients.Count == 0 ? null : clients[(int)((uint)Interlocked.Increment(ref turn) % clients.Count)];
    }

    public void Lose() => Interlocked.Increment(ref lost);

    /// <summary>A token is good at both, and after a restart.</summary>
    public async Task<string> TokenOf(Person who) =>
        tokens.TryGetValue(who, out var known) ? known : tokens[who] = (await replicas[0].Up()).Token(who.Subject, who.Role);

    /// <summary>
    /// Kills one or both, so many times, after random numbers of steps and answers, each at least twice. What was killed starts again while
    /// the other goes on, or is killed too. In the end both are up.
    /// </summary>
    public async Task Kill(int times, Random random, CancellationToken stop)
    {
        foreach (var victims in Plan(times, random))
        {
            var due = Progress.After(random.Next(100, 800), random.Next(6, 24));
            await due.WaitAsync(stop);
            // One that has only just been killed is waited for.
            foreach (var victim in victims)
                await victim.Up();
            await Task.WhenAll(victims.Select(victim => victim.Kill()));
            kills.Enqueue(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\n{string.Join('+', victims.Select(each => each.Name))} after {Progress.Steps} changes, {Progress.Moments} calls and answers, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s"
                )
            );
            foreach (var victim in victims)
                victim.Start();
        }
        foreach (var replica in replicas)
            await replica.Up();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
    }

    /// <summary>By turns, so that seldom one has to be waited for that was only just killed; and more of it anywhere between.</summary>
    private List<IReadOnlyList<Replica>> Plan(int times, Random random)
    {
        var first = random.Next(replicas.Count);
        var plan = Enumerable
            .Range(first, 2 * replicas.Count)
            .Select<int, IReadOnlyList<Replica>>(each => [replicas[each % replicas.Count]])
            .ToList();
        while (plan.Count < times)
        {
            var which = random.Next(replicas.Count + 1);
            plan.Insert(random.Next(plan.Count + 1), which < replicas.Count ? [replicas[which]] : replicas);
        }
        return plan;
    }
}
