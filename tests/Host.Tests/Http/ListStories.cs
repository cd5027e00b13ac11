namespace Host.Tests.Http;

using Host.Tests.Routes;

/// <summary>The query string of every list: what is wrong is named, all of it at once.</summary>
internal sealed class ListStories
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: true);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCaseSource(typeof(Route), nameof(Route.Lists))]
    public async Task A_page_is_asked_for_within_its_bounds(Route route)
    {
        foreach (var wrong in new[] { "0", "101", "x", "-1", "1.5", "%2B5", "1e1", "99999999999", "" })
            await Refuses(route, $"limit={wrong}", "limit");
        foreach (var wrong in new[] { "broken", "AAAAAAAAAAA%20AAAAAAAAAA", "!!!!!!!!!!!!!!!!!!!!!!", new string('A', 23), "" })
            await Refuses(route, $"cursor={wrong}", "cursor");
        foreach (var right in new[] { "limit=1", "limit=100", "cursor=AAAAAAAAAAAAAAAAAAAAAA" })
        {
            var call = await RouteSamples.Prepare(api, route);
            Assert.That((int)(await call.Caller.Get($"{call.Path}?{right}")).Status, Is.EqualTo(200), right);
        }
    }

    [TestCaseSource(typeof(Route), nameof(Route.Lists))]
    public async Task A_parameter_is_known_and_given_once(Route route)
    {
        await Refuses(route, "colour=red", "colour");
        await Refuses(route, "Limit=1", "Limit");
        foreach (var name in RouteSamples.Of(route)!.Filters!.Keys.Append("limit").Append("cursor"))
        {
            await Refuses(route, $"{name}=1&{name}=1", name);
            await Refuses(route, $"{name}[]=1", $"{name}[]");
        }
    }

    [TestCaseSource(typeof(Route), nameof(Route.Lists))]
    public async Task A_filter_refuses_what_it_cannot_read(Route route)
    {
        var filters = RouteSamples.Of(route)!.Filters!;
        foreach (var (name, values) in filters)
        {
            Assert.That(values, Is.Not.Empty, $"the sample of {route} needs values that {name} refuses");
            foreach (var wrong in values)
                await Refuses(route, $"{name}={wrong}", name);
        }
        await Refuses(
            route,
            string.Join('&', filters.Select(filter => $"{filter.Key}={filter.Value[0]}").Append("limit=0").Append("colour=red")),
            [.. filters.Keys, "limit", "colour"]
        );
    }

    private async Task Refuses(Route route, string query, params string[] fields)
    {
        var call = await RouteSamples.Prepare(api, route);

        var reply = await call.Caller.Get($"{call.Path}?{query}");

        Assert.That(((int)reply.Status, reply.Code), Is.EqualTo((400, "MALFORMED_REQUEST")), $"{query}: {reply.Body}");
        Assert.That(reply.Fields, Is.EquivalentTo(fields), query);
    }
}
