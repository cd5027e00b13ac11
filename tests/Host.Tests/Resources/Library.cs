namespace Host.Tests.Resources;

using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Persistence.InMemory;

/// <summary>Two small resources that have every kind of endpoint there is.</summary>
internal static class Library
{
    private static readonly string[] Readers = [Roles.Buyer, Roles.Finance];
    private static readonly QueryParameter<long?> AsOf = QueryParameter.Number("as_of", "The version that is asked for.", 1, 1000);
    private static readonly QueryParameter<long?> Longest = QueryParameter.Number("longest", "Most characters of a title.", 1, 64);
    private static readonly QueryParameter<long?> From = QueryParameter.Number("from", "Characters passed over.", 0, 64) with
    {
        IsRequired = true,
    };

    public static void Register(IServiceCollection services)
    {
        services.AddInMemoryModule<ShelfModule>();
        services.AddSingleton<InMemoryTable<ShelfModule, Shelf, ShelfId>>().AddSingleton<InMemoryTable<ShelfModule, Book, BookId>>();
        services.AddScoped<IRepository<Shelf, ShelfId>, InMemoryRepository<ShelfModule, Shelf, ShelfId>>();
        services.AddScoped<IRepository<Book, BookId>, InMemoryRepository<ShelfModule, Book, BookId>>();
        services.AddScoped<MakeShelf>().AddScoped<RemoveShelf>().AddScoped<ShelveBook>();
        services.AddSingleton<LibraryQueries>();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var shelves = new Resource<ShelfModule, Shelf, ShelfId, ShelfView>(
            app,
            "/shelves",
            "Shelves",
            Readers,
            ShelfView.Of,
            LibraryJson.Default
        );
        var books = new Resource<ShelfModule, Book, BookId, BookView>(app, "/books", "Books", Readers, BookView.Of, LibraryJson.Default);
        shelves.Create<MakeShelf, TitleBody>((use, call) => use.Execute(call.Body.Title, call.Actor, call.Ct)).Allows(Roles.Buyer);
        shelves.Delete<RemoveShelf>((use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct)).Allows(Roles.Buyer);
        books
            .CreateUnder<ShelfId, ShelveBook, TitleBody>(
                "/shelves",
                "books",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Title, call.Actor, call.Ct),
                Shelf.Absent,
                ShelfView.Representation
            )
            .Allows(Roles.Buyer);
        MapReads(shelves);
    }

    private static void MapReads(Resource<ShelfModule, Shelf, ShelfId, ShelfView> shelves)
    {
        shelves.Get<LibraryQueries, long?>([AsOf], query => query.Get(AsOf), (queries, id, version, _) => queries.Find(id, version));
        shelves
            .Part<LibraryQueries, int, TitleView>(
                "GetShelfTitle",
                "title",
                [From],
                query => (int)(query.Get(From) ?? 0),
                (queries, id, from, _) => queries.Title(id, from),
                tag: title => ETag.Of(1, title.Version)
            )
            .Refuses(LibraryQueries.TooFar);
        shelves.Part<LibraryQueries, string, OwnerView>(
            "GetShelfOwner",
            "owner",
            [],
            query => query.Has(Roles.Finance) ? "finance" : query.Subject,
            (queries, id, reader, _) => queries.Owner(id, reader)
        );
        shelves.ListAt<LibraryQueries, string, TitleView>(
            "ListMyShelves",
            "/my-shelves",
            "My shelves",
            [Roles.Buyer],
            [],
            query => query.Subject,
            (queries, owner, _) => queries.Of(owner)
        );
        shelves.Whole<LibraryQueries, long?, SumView>(
            "SumUpShelves",
            "summary",
            [Longest],
            query => query.Get(Longest),
            (queries, longest, _) => queries.Sum(longest)
        );
        shelves.Export<LibraryQueries, long?>(
            "export.csv",
            [Longest],
            query => query.Get(Longest),
            (queries, longest, ct) => queries.Rows(longest, ct),
            ["owner", "title", "books"]
        );
    }
}

internal sealed record TitleBody([property: Is<Title>] string? Title = null);

internal sealed record ShelfView([property: Is<ShelfId>] string Id, [property: Is<Title>] string Title, bool IsGone, long Version)
    : IRepresentation
{
    public static int Representation => 3;

    public static ShelfView Of(Shelf shelf) => new($"{shelf.Id}", shelf.Title, shelf.IsGone, shelf.Version);
}

internal sealed record BookView([property: Is<BookId>] string Id, [property: Is<ShelfId>] string ShelfId, long Version) : IRepresentation
{
    public static int Representation => 5;

    public static BookView Of(Book book) => new($"{book.Id}", $"{book.On}", book.Version);
}

internal sealed record TitleView(string Text, [property: JsonIgnore] long Version);

internal sealed record OwnerView(string Owner, string Reader);

internal sealed record SumView(long Shelves);

[JsonSerializable(typeof(TitleBody))]
[JsonSerializable(typeof(ShelfView))]
[JsonSerializable(typeof(BookView))]
[JsonSerializable(typeof(OwnerView))]
[JsonSerializable(typeof(SumView))]
[JsonSerializable(typeof(Items<TitleView>))]
internal sealed partial class LibraryJson : JsonSerializerContext;
