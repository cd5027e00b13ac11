namespace Host.Tests.Resources;

using System.Globalization;
using System.Runtime.CompilerServices;
using Procurement.BuildingBlocks.Persistence.InMemory;

internal sealed class LibraryQueries(InMemoryTable<ShelfModule, Shelf, ShelfId> shelves)
{
    public static readonly Error TooFar = Error.Conflict("TOO_FAR", "The title is not that long.");

    /// <summary>Rows to make up behind those that there are, so that a table is larger than a chunk.</summary>
    public int MadeUp { get; set; }

    /// <summary>What happens behind the last row.</summary>
    public Func<CancellationToken, Task> AtEnd { get; set; } = _ => Task.CompletedTask;

    public Task<ShelfView?> Find(ShelfId id, long? version) =>
        Task.FromResult(
            shelves.Find(id) is { } found && !(version < 1 || version > found.Version)
                ? ShelfView.Of(found) with
                {
                    Version = version ?? found.Version,
                }
                : null
        );

    public Task<Result<TitleView?>> Title(ShelfId id, int from) =>
        Task.FromResult<Result<TitleView?>>(
            shelves.Find(id) is not { } found ? (TitleView?)null
            : from > found.Title.Length ? TooFar
            : new TitleView(found.Title[from..], found.Version)
        );

    public Task<Result<OwnerView?>> Owner(ShelfId id, string reader) =>
        Task.FromResult<Result<OwnerView?>>(shelves.Find(id) is { } found ? new OwnerView(found.Owner, reader) : null);

    public Task<Page<TitleView>> Of(string owner) =>
        Task.FromResult(
            new Page<TitleView>(
                [.. shelves.All().Where(shelf => shelf.Owner == owner).Select(shelf => new TitleView(shelf.Title, shelf.Version))],
                null
            )
        );

    public Task<SumView> Sum(long? longest) => Task.FromResult(new SumView(All(longest).Count()));

    public async IAsyncEnumerable<IReadOnlyList<string?>> Rows(long? longest, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var shelf in All(longest))
            yield return [shelf.Owner, shelf.Title, shelf.Books.ToString(CultureInfo.InvariantCulture)];
        for (var i = 0; i < MadeUp; i++)
            yield return [null, "made up", $"{-i}.5"];
        await AtEnd(ct);
    }

    private IEnumerable<Shelf> All(long? longest) => shelves.All().Where(shelf => shelf.Title.Length <= (longest ?? int.MaxValue));
}
