namespace BuildingBlocks.Tests.Domain;

internal sealed class PagesTests
{
    private static readonly Guid[] Keys = [.. Enumerable.Range(1, 7).Select(i => new Guid(i, 0, 0, new byte[8]))];
    private int read;

    [TestCase(1, 7)]
    [TestCase(3, 3)]
    [TestCase(7, 1)]
    [TestCase(100, 1)]
    public async Task All_are_met_once_and_in_order(int limit, int pages)
    {
        read = 0;
        var met = new List<Guid>();

        await foreach (var key in Pages.All((after, _) => Page(after, limit), default))
            met.Add(key);

        Assert.That((met, read), Is.EqualTo((Keys, pages)));
    }

    [Test]
    public async Task A_page_is_read_when_it_is_asked_for()
    {
        read = 0;
        await foreach (var _ in Pages.All((after, _) => Page(after, 3), default))
            break;

        Assert.That(read, Is.EqualTo(1));
    }

    private Task<Page<Guid>> Page(Guid? after, int limit)
    {
        read++;
        var from = after is { } key ? Array.IndexOf(Keys, key) + 1 : 0;
        var items = Keys.Skip(from).Take(limit).ToList();
        return Task.FromResult(new Page<Guid>(items, from + limit < Keys.Length ? items[^1] : null));
    }
}
