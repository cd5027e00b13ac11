namespace Procurement.BuildingBlocks.Persistence;

/// <summary>Sees to it that of all processes one at a time does some work.</summary>
public interface ITurns
{
    /// <summary>Takes the turn, when nobody has it.</summary>
    /// <param name="work">Names the work, with its module: <c>invoicing.bank</c>.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The turn, which ends when it is disposed, or with the process; null when another has it.</returns>
    Task<IAsyncDisposable?> Take(string work, CancellationToken ct);
}
