namespace Procurement.BuildingBlocks.Persistence.InMemory;

using System.Collections.Concurrent;

/// <summary>There is no other process; within this one a turn is taken once all the same.</summary>
internal sealed class InMemoryTurns : ITurns
{
    private readonly ConcurrentDictionary<string, Turn> taken = new();

    public Task<IAsyncDisposable?> Take(string work, CancellationToken ct)
    {
        var turn = new Turn(this, work);
        return Task.FromResult<IAsyncDisposable?>(taken.TryAdd(work, turn) ? turn : null);
    }

    private sealed class Turn(InMemoryTurns turns, string work) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            turns.taken.TryRemove(new(work, this));
            return ValueTask.CompletedTask;
        }
    }
}
