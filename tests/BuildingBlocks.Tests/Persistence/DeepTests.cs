namespace BuildingBlocks.Tests.Persistence;

using Procurement.BuildingBlocks.Persistence.InMemory;

internal sealed class DeepTests
{
    [Test]
    public void A_copy_is_the_same_and_shares_nothing_that_can_change()
    {
        var original = new Shelf { Books = [new Book("one"), new Book("two")], ByName = { ["one"] = new Book("one") } };

        var copy = Deep.Copy(original);

        Assert.That(Deep.Same(original, copy), Is.True);
        copy.Books[1].Title = "changed";
        Assert.That(original.Books[1].Title, Is.EqualTo("two"));
        Assert.That(Deep.Same(original, copy), Is.False);
        copy.Books[1].Title = "two";
        copy.ByName["one"].Title = "changed";
        Assert.That(original.ByName["one"].Title, Is.EqualTo("one"));
        Assert.That(Deep.Same(original, copy), Is.False);
    }

    [Test]
    public void A_copy_keeps_the_shape_of_what_refers_to_itself()
    {
        var original = new Shelf();
        original.Neighbour = original;

        var copy = Deep.Copy(original);

        Assert.That(copy.Neighbour, Is.SameAs(copy));
    }

    [Test]
    public void A_list_is_the_same_whatever_room_it_has_left()
    {
        var roomy = new Shelf { Books = new List<Book>(64) { new("one") } };

        Assert.That(Deep.Same(roomy, new Shelf { Books = [new Book("one")] }), Is.True);
        Assert.That(Deep.Same(roomy, new Shelf { Books = [new Book("one"), new Book("one")] }), Is.False);
    }

    private sealed class Shelf
    {
        public List<Book> Books { get; init; } = [];

        public Dictionary<string, Book> ByName { get; } = [];

        public Shelf? Neighbour { get; set; }
    }

    private sealed class Book(string title)
    {
        public string Title { get; set; } = title;
    }
}
