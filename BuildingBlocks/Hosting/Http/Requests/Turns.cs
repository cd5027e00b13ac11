namespace Procurement.BuildingBlocks.Hosting.Http;

/// <summary>
/// Who contend for the same thing take turns, in the order they came. Nothing is kept of what nobody contends for, and looking costs a
/// read of one number then. Thread-safe.
/// </summary>
/// <typeparam name="TKey">How a thing is named.</typeparam>
internal sealed class Turns<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Queue> queues = [];
    private volatile int queued;

    /// <summary>How many things are contended for.</summary>
    public int Count => queued;

    /// <summary>Whether somebody has the turn, or waits for it.</summary>
    public bool Contended(TKey key)
    {
        if (queued == 0)
            return false;
        lock (queues)
            return queues.ContainsKey(key);
    }

    /// <summary>Waits for the turn; dispose of it to pass it on.</summary>
    public async Task<IDisposable> Take(TKey key, CancellationToken ct)
    {
        Queue queue;
        lock (queues)
        {
            if (!queues.TryGetValue(key, out queue!))
                queues.Add(key, queue = new Queue());
            queue.Members++;
            queued = queues.Count;
        }
        try
        {
            await queue.Turn.WaitAsync(ct);
        }
        catch
        {
            Leave(key, queue);
            throw;
        }
        return new Held(this, key, queue);
    }

    private void Leave(TKey key, Queue queue)
    {
        lock (queues)
        {
            if (--queue.Members > 0)
                return;
            queues.Remove(key);
            queued = queues.Count;
        }
        queue.Turn.Dispose();
    }

    private sealed class Queue
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Members { get; set; }
    }

    private sealed class Held(Turns<TKey> turns, TKey key, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Turn.Release();
            turns.Leave(key, queue);
        }
    }
}
