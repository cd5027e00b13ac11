namespace Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;

/// <summary>
/// Lets those who come while others are on their way go together. Nobody waits for company: who finds a way free goes at once, and those
/// who come meanwhile go as one when the first has arrived (ADR 31). Thread-safe.
/// </summary>
/// <typeparam name="T">Who goes.</typeparam>
/// <param name="ways">How many may be under way at a time.</param>
/// <param name="mostMembers">Most that go together.</param>
/// <param name="mostBytes">Most that those carry who go together.</param>
/// <param name="send">Takes them there; tells each of its end, and throws nothing.</param>
/// <param name="clock">Tells how long the others have been under way.</param>
internal sealed class Gathering<T>(int ways, int mostMembers, int mostBytes, Func<IReadOnlyList<T>, Task> send, TimeProvider clock)
{
    /// <summary>How long a way is taken; then the next go beside, so that who is stuck holds up nobody.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly Queue<Group> waiting = [];
    private Group? open;
    private int underWay;

    /// <summary>Goes with the next that have not left yet.</summary>
    /// <param name="member">Who.</param>
    /// <param name="bytes">How much it carries.</param>
    public void Join(T member, int bytes)
    {
        Group group;
        lock (gate)
        {
            if (open is not null && open.Members.Count < mostMembers && open.Bytes + bytes <= mostBytes)
            {
                open.Members.Add(member);
                open.Bytes += bytes;
                return;
            }
            group = new Group(member, bytes);
            if (underWay < ways)
            {
                underWay++;
                group.Turn.SetResult();
            }
            else
            {
                waiting.Enqueue(group);
                open = group;
            }
        }
        // In the context of its first member, so that a trace tells of it.
        _ = Go(group);
    }

    private async Task Go(Group group)
    {
        await group.Turn.Task;
        var sent = send(group.Members);
        if (!sent.IsCompleted)
            await sent.WaitAsync(Patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Group? next;
        lock (gate)
        {
            if (!waiting.TryDequeue(out next))
                underWay--;
            else if (next == open)
                open = null;
        }
        next?.Turn.SetResult();
    }

    private sealed class Group(T first, int bytes)
    {
        public List<T> Members { get; } = [first];

        public int Bytes { get; set; } = bytes;

        /// <summary>It goes on the thread of those who have arrived.</summary>
        public TaskCompletionSource Turn { get; } = new();
    }
}
