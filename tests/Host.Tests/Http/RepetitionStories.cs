namespace Host.Tests.Http;

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Host.Tests.Routes;

/// <summary>Every change under a key: made once however often it is asked for, and its key is good for nothing else.</summary>
[TestFixture(false, TestName = "RepetitionStories(memory)")]
[TestFixture(true, TestName = "RepetitionStories(PostgreSQL)")]
internal sealed class RepetitionStories(bool onPostgres)
{
    /// <summary>Other values, as good, where none can be changed into just any.</summary>
    private static readonly (string Member, string Value)[] Others =
    [
        ("vendor_code", "ZZ-000001"),
        ("purchase_order_id", "po_01900000-0000-7000-8000-00000000000f"),
        ("cut_off", "2099-12-30"),
    ];

    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task A_change_is_made_once_and_answered_always(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var before = await Changes(call);
        var key = ("Idempotency-Key", $"once {route}".Replace(' ', '-'));

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => call.Send(key)));

        Assert.That(replies.Select(reply => (int)reply.Status), Is.All.InRange(200, 299));
        Assert.That(replies.Select(reply => (reply.Status, reply.Body, reply.Headers.ETag?.Tag)).Distinct().Count(), Is.EqualTo(1));
        Assert.That(replies.Select(reply => reply.Headers.Location).Distinct().Count(), Is.EqualTo(1));
        Assert.That(replies.Count(reply => !reply.Headers.Contains("Idempotency-Replayed")), Is.EqualTo(1));
        // What is made under another may leave that as it is.
        if (call.Id is not null && replies[0].Status == HttpStatusCode.OK)
            Assert.That(await Changes(call), Is.EqualTo(before + 1));
    }

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task A_key_is_good_for_one_request(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var key = ("Idempotency-Key", $"other {route}".Replace(' ', '-'));
        Assert.That((int)(await call.Send(key)).Status, Is.InRange(200, 299));

        if (route.HasId)
            IsReused(await (await RouteSamples.Prepare(api, route)).Send(key));
        if (call.Body is { } body)
            IsReused(await call.SendBody(Changed(body), key));

        static void IsReused(Reply reply) =>
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED")), reply.Body);
    }

    /// <summary>The prefix of an identifier may be left out.</summary>
    [TestCaseSource(typeof(Route), nameof(Route.Transitions))]
    public async Task The_same_resource_by_another_spelling_is_the_same_request(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var key = ("Idempotency-Key", $"spelling {route}".Replace(' ', '-'));
        var first = await call.Send(key);

        var again = await call.At(call.Id![(call.Id!.IndexOf('_', StringComparison.Ordinal) + 1)..]).Send(key);

        Assert.That((again.Status, again.Body), Is.EqualTo((first.Status, first.Body)));
        Assert.That(again.Headers.Contains("Idempotency-Replayed"));
    }

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task A_malformed_key_is_named(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        foreach (var key in new[] { "", "a b", "\"", "\"a\"b\"", new string('a', 129) })
        {
            var reply = await call.Send(("Idempotency-Key", key));
            Assert.That(
                (reply.Status, string.Join(',', reply.Fields)),
                Is.EqualTo((HttpStatusCode.BadRequest, "Idempotency-Key")),
                $"{key}: {reply.Body}"
            );
        }
    }

    /// <summary>
    /// How often the caller has changed the resource; 0 when it is yet to be made. Its version would tell more than that: a job may change it
    /// as soon as the caller has. Only what keeps no history is changed by nobody else.
    /// </summary>
    private static async Task<long> Changes(Call call)
    {
        if (call.Id is null)
            return 0;
        if (!Route.All.Any(route => route.Method == "GET" && route.PathOf(call.Id) == $"{call.Resource}/history"))
            return (await call.Caller.Get(call.Resource)).Json.GetProperty("version").GetInt64();
        var history = await call.Caller.Get($"{call.Resource}/history?limit=100");
        return history.Json.GetProperty("items").EnumerateArray().LongCount(item => item.GetProperty("actor").GetString() == call.Subject);
    }

    /// <summary>One value another, and as good.</summary>
    private static string Changed(string body)
    {
        var places = JsonPlaces.Of(body).ToList();
        var place = places.LastOrDefault(place => place.Kind == JsonValueKind.Number || !RouteSamples.Spelt.Contains(place.Member));
        if (place is null)
        {
            var (member, value) = Others.First(other => places.Exists(place => place.Path == other.Member));
            return JsonPlaces.With(body, member, JsonValue.Create(value));
        }
        return JsonPlaces.With(body, place.Path, place.Kind == JsonValueKind.Number ? JsonValue.Create(7) : JsonValue.Create("Other"));
    }
}
