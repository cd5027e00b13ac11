namespace Procurement.BuildingBlocks.Messaging.InMemory;

using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Persistence;

/// <summary>What was told, and what was put aside, for operators of a process in memory. Only the latest are kept. Thread-safe.</summary>
internal sealed class InMemoryLetters(Topology topology, TimeProvider clock)
{
    private const int MostDead = 1_000;
    private const int MostTold = 10_000;

    private readonly Lock gate = new();
    private readonly List<Dead> dead = [];
    private readonly List<(string Module, EventEnvelope Envelope)> told = [];
    private readonly List<(string Consumer, EventEnvelope Envelope)> again = [];

    /// <summary>A message that was put aside.</summary>
    /// <param name="Id">Its identifier.</param>
    /// <param name="Consumer">Who could not handle it.</param>
    /// <param name="Item">The message.</param>
    /// <param name="Attempts">How often it was tried.</param>
    /// <param name="Fault">The last fault.</param>
    /// <param name="At">When it was put aside.</param>
    internal sealed record Dead(Guid Id, Subscription Consumer, InboxItem Item, int Attempts, Exception Fault, DateTimeOffset At)
    {
        /// <summary>What was decided, by whom and when; null before.</summary>
        public (string Resolution, string By, DateTimeOffset At)? Decision { get; init; }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Dead> AllDead
    {
        get
        {
            lock (gate)
                return [.. dead];
        }
    }

    /// <summary>In the order in which it was told.</summary>
    public IReadOnlyList<(string Module, EventEnvelope Envelope)> AllTold
    {
        get
        {
            lock (gate)
                return [.. told];
        }
    }

    public Guid PutAside(Subscription consumer, InboxItem item, int attempts, Exception fault)
    {
        lock (gate)
        {
            var now = clock.Now();
            dead.Add(new Dead(Guid.CreateVersion7(now), consumer, item, attempts, fault, now));
            if (dead.Count > MostDead)
                dead.RemoveAt(0);
            return dead[^1].Id;
        }
    }

    public void Told(string module, EventEnvelope envelope)
    {
        lock (gate)
        {
            told.Add((module, envelope));
            if (told.Count > MostTold)
                told.RemoveAt(0);
        }
    }

    /// <summary>Notes a decision.</summary>
    public void Decide(Guid id, string resolution, string by)
    {
        lock (gate)
        {
            var at = dead.FindIndex(each => each.Id == id);
            dead[at] = dead[at] with { Decision = (resolution, by, clock.Now()) };
        }
    }

    /// <summary>Has a consumer given an event once more.</summary>
    public void Again(string consumer, EventEnvelope envelope)
    {
        lock (gate)
            again.Add((consumer, envelope));
        topology.Modules.First(each => each.Name == envelope.Type.Module).Written.Set();
    }

    /// <summary>The next event of a module that is to be given once more, and takes it away; null when there is none.</summary>
    public (string Consumer, EventEnvelope Envelope)? TakeAgain(string module)
    {
        lock (gate)
        {
            var first = again.FindIndex(each => each.Envelope.Type.Module == module);
            if (first < 0)
                return null;
            var next = again[first];
            again.RemoveAt(first);
            return next;
        }
    }
}
