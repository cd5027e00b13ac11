namespace Host.Tests.Resources;

/// <summary>Whose shelves and books are.</summary>
internal sealed class ShelfModule;

internal readonly record struct ShelfId(Guid Value) : ITypedId<ShelfId>
{
    public static string Prefix => "shf_";

    public static ShelfId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal readonly record struct BookId(Guid Value) : ITypedId<BookId>
{
    public static string Prefix => "bok_";

    public static BookId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal sealed record Shelved(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed class Shelf : Aggregate<ShelfId>, IFindable
{
    private Shelf() { }

    public static Error Absent => Error.NotFound("SHELF_NOT_FOUND", "There is no such shelf.");

    public string Owner { get; private init; } = "";

    public string Title { get; private init; } = "";

    public long Books { get; private set; }

    public bool IsGone { get; private set; }

    public static Shelf Of(ShelfId id, string title, Actor actor, DateTimeOffset now)
    {
        var shelf = new Shelf
        {
            Id = id,
            Owner = actor.Subject,
            Title = title,
        };
        shelf.Record(null, "There", new Shelved(actor, now));
        return shelf;
    }

    public Result Take(Actor actor, DateTimeOffset now)
    {
        if (IsGone)
            return Error.Conflict("ILLEGAL_TRANSITION", "It is gone.");
        Books++;
        Record("There", "There", new Shelved(actor, now));
        return Result.Done;
    }

    public Result Remove(Actor actor, DateTimeOffset now)
    {
        if (IsGone)
            return Error.Conflict("ILLEGAL_TRANSITION", "It is gone.");
        IsGone = true;
        Record("There", "Gone", new Shelved(actor, now));
        return Result.Done;
    }
}

internal sealed class Book : Aggregate<BookId>, IFindable
{
    private Book() { }

    public static Error Absent => Error.NotFound("BOOK_NOT_FOUND", "There is no such book.");

    public ShelfId On { get; private init; }

    public string Title { get; private init; } = "";

    public static Book Of(BookId id, ShelfId on, string title, Actor actor, DateTimeOffset now)
    {
        var book = new Book
        {
            Id = id,
            On = on,
            Title = title,
        };
        book.Record(null, "There", new Shelved(actor, now));
        return book;
    }
}

internal sealed class MakeShelf(IRepository<Shelf, ShelfId> shelves, TimeProvider clock)
{
    public async Task<Result<Shelf>> Execute(string? title, Actor actor, CancellationToken ct)
    {
        var named = FieldErrors.Check("title", Text.Parse(title, Title.Longest));
        if (named.Error is not null)
            return named.Error;
        var made = Shelf.Of(TypedId.New<ShelfId>(clock), named.Value, actor, clock.Now());
        await shelves.Save(made, ct);
        return made;
    }
}

internal sealed class RemoveShelf(IRepository<Shelf, ShelfId> shelves, TimeProvider clock)
{
    public Task<Result<Shelf>> Execute(ShelfId id, Precondition when, Actor actor, CancellationToken ct) =>
        shelves.Change(id, when, shelf => shelf.Remove(actor, clock.Now()), ct);
}

internal sealed class ShelveBook(IRepository<Shelf, ShelfId> shelves, IRepository<Book, BookId> books, TimeProvider clock)
{
    public async Task<Result<Book>> Execute(ShelfId on, Precondition when, string? title, Actor actor, CancellationToken ct)
    {
        var named = FieldErrors.Check("title", Text.Parse(title, Title.Longest));
        if (named.Error is not null)
            return named.Error;
        var shelf = await shelves.Change(on, when, shelf => shelf.Take(actor, clock.Now()), ct);
        if (shelf.Error is not null)
            return shelf.Error;
        var made = Book.Of(TypedId.New<BookId>(clock), on, named.Value, actor, clock.Now());
        await books.Save(made, ct);
        return made;
    }
}

internal sealed class Title : IFacts
{
    public const int Longest = 64;

    public static Facts Facts { get; } = Text.Facts(Longest, "Poems");
}
