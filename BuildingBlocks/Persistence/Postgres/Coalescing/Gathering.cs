namespace Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;

/// <summary>
/// Lets those who come while others are on their way go together. Nobody waits for company: who finds a way free goes at once, and those
/// who come meanwhile go as one when the first has arrived (ADR 31). Thread-safe.
/// </summary>
/// <typeparam name="T">Who goes.</typeparam>
internal sealed class Gathering<T>
{
    /// <summary>How long a way is taken, or up to twice as long; then the next go beside, so that who is stuck holds up nobody.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly int ways;
    private readonly int mostMembers;
    private readonly int mostBytes;
    private readonly Func<IReadOnlyList<T>, Task> send;
    private readonly TimeProvider clock;

    private readonly Lock gate = new();
    private readonly Queue<Group> waiting = [];
    private readonly List<Group> underWay = [];

    /// <summary>One for all, because a timer for each would cost more than many a statement.</summary>
    private readonly ITimer look;
    private Group? open;
    private bool looks;

    /// <param name="ways">How many may be under way at a time.</param>
    /// <param name="mostMembers">Most that go together.</param>
    /// <param name="mostBytes">Most that those carry who go together.</param>
    /// <param name="send">Takes them there; tells each of its end, and throws nothing.</param>
    /// <param name="clock">Tells how long the others have been under way.</param>
    public Gathering(int ways, int mostMembers, int mostBytes, Func<IReadOnlyList<T>, Task> send, TimeProvider clock)
    {
        (this.ways, this.mostMembers, this.mostBytes, this.send, this.clock) = (ways, mostMembers, mostBytes, send, clock);
        using (ExecutionContext.SuppressFlow())
            look = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Does it at once and alone when a way is free, in the caller's own flow, which spares a change of threads.
    /// </summary>
    /// <param name="go">Does it.</param>
    /// <returns>Null when no way is free: the caller joins others.</returns>
    public Task<TResult>? GoAlone<TResult>(Func<Task<TResult>> go)
    {
        Group group;
        lock (gate)
        {
            if (underWay.Count >= ways)
                return null;
            group = new Group();
            Leave(group);
        }
        return Alone();

        async Task<TResult> Alone()
        {
            try
            {
                return await go();
            }
            finally
            {
                Arrive(group);
            }
        }
    }

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
            group = new Group { Members = { member }, Bytes = bytes };
            if (underWay.Count < ways)
            {
                Leave(group);
                group.Turn.SetResult();
            }
            else
            {
                Wait(group);
            }
        }
        // In the context of its first member, so that a trace tells of it.
        _ = Go(group);
    }

    private async Task Go(Group group)
    {
        await group.Turn.Task;
        await send(group.Members);
        Arrive(group);
    }

    /// <summary>Leaves the way to the next.</summary>
    private void Arrive(Group group)
    {
        Group? next = null;
        lock (gate)
        {
            // Unless its way was given to others.
            if (underWay.Remove(group))
                next = Next();
        }
        next?.Turn.SetResult();
    }

    private void Wait(Group group)
    {
        waiting.Enqueue(group);
        open = group;
        if (looks)
            return;
        looks = true;
        look.Change(Patience, Timeout.InfiniteTimeSpan);
    }

    private void Leave(Group group)
    {
        group.Left = clock.GetTimestamp();
        underWay.Add(group);
    }

    private Group? Next()
    {
        if (!waiting.TryDequeue(out var next))
            return null;
        if (next == open)
            open = null;
        Leave(next);
        return next;
    }

    /// <summary>Gives the ways of those that have been under way for long to others.</summary>
    private void Look()
    {
        var freed = new List<Group>();
        lock (gate)
        {
            for (var i = underWay.RemoveAll(group => clock.GetElapsedTime(group.Left) >= Patience); i > 0 && Next() is { } next; i--)
                freed.Add(next);
            looks = waiting.Count > 0;
            if (looks)
                look.Change(Patience, Timeout.InfiniteTimeSpan);
        }
        foreach (var group in freed)
            group.Turn.SetResult();
    }

    private sealed class Group
    {
        public List<T> Members { get; } = [];

        public int Bytes { get; set; }

        public long Left { get; set; }

        /// <summary>It goes on the thread of those who have arrived.</summary>
        public TaskCompletionSource Turn { get; } = new();
    }
}
