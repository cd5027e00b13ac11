namespace Host.Tests.Http;

using System.Net;

/// <summary>Many who change one thing at the same instant all come through, as if they had come one after the other.</summary>
internal sealed class ContentionStories
{
    private const int Callers = 20;

    [TestCase("4")]
    [TestCase("25")]
    public async Task Twenty_changes_of_one_resource_at_once_all_take_effect(string connections)
    {
        await using var api = await Api.Start(onPostgres: true, e => (e["DB_MIN_CONNS"], e["DB_MAX_CONNS"]) = ("1", connections));
        var supplier = await api.Supplier();
        var before = Version(await api.Sam.Get($"/suppliers/{supplier}"));

        for (var round = 1; round <= 3; round++)
        {
            var replies = await Task.WhenAll(
                Enumerable
                    .Range(0, Callers)
                    .Select(i => api.Sam.Patch($"/suppliers/{supplier}", $$"""{"legal_name":"Siam Paper {{round}} {{i}}"}"""))
            );

            Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(HttpStatusCode.OK));
            Assert.That(
                replies.Select(Version).Order(),
                Is.EqualTo(Enumerable.Range(1, Callers).Select(i => before + i)),
                "each is answered with the version that it made"
            );
            before += Callers;
        }
    }

    [Test]
    public async Task Of_twenty_that_demand_one_version_one_comes_through()
    {
        await using var api = await Api.Start(onPostgres: true);
        var supplier = await api.Supplier();
        var tag = (await api.Sam.Get($"/suppliers/{supplier}")).Headers.ETag!.Tag;

        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, Callers)
                .Select(i => api.Sam.Patch($"/suppliers/{supplier}", $$"""{"legal_name":"Siam Paper {{i}}"}""", ("If-Match", tag)))
        );

        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.PreconditionFailed), Is.EqualTo(Callers - 1));
    }

    private static long Version(Reply reply) => reply.Json.GetProperty("version").GetInt64();
}
