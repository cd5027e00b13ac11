namespace Host.Tests.Http;

using System.Net;
using System.Text;
using Host.Tests.Routes;
using NUnit.Framework.Constraints;

/// <summary>Changes and reads that depend on a version, of every route.</summary>
internal sealed class ConditionStories
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: true);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCaseSource(typeof(Route), nameof(Route.Transitions))]
    public async Task It_is_changed_only_in_a_version_that_the_caller_allows(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var present = await call.Caller.Get(call.Resource);
        var (version, tag) = (present.Json.GetProperty("version").GetInt64(), present.Headers.ETag!.Tag);
        Assert.That(tag, Is.EqualTo($"\"1.{version}\""));
        foreach (
            var (header, value) in new[]
            {
                ("If-Match", "\"1.99\""),
                ("If-Match", $"\"1.0{version}\""),
                ("If-Match", $"\"{version}\""),
                // Another shape of the same version is another representation.
                ("If-Match", $"\"2.{version}\""),
                ("If-Match", $"W/{tag}"),
                ("If-None-Match", $"\"1.7\", W/{tag}"),
                ("If-None-Match", "*"),
            }
        )
        {
            var refused = await call.Send((header, value));
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "PRECONDITION_FAILED")), value);
        }
        foreach (var header in new[] { "If-Match", "If-None-Match" })
        {
            var unread = await call.Send((header, "unquoted"));
            Assert.That((unread.Status, string.Join(',', unread.Fields)), Is.EqualTo((HttpStatusCode.BadRequest, header)), unread.Body);
        }

        var made = await call.Send(("If-Match", $"\"1.7\", {tag}"));
        // What is made under another has a version of its own.
        var isMade = made.Status == HttpStatusCode.Created;
        Assert.That(made.Status, isMade ? Is.EqualTo(HttpStatusCode.Created) : Is.EqualTo(HttpStatusCode.OK), made.Body);
        Assert.That(made.Headers.ETag!.Tag, Is.EqualTo($"\"1.{(isMade ? 1 : version + 1)}\""));
    }

    [TestCaseSource(typeof(Route), nameof(Route.Creations))]
    public async Task What_is_new_has_no_version_to_demand(Route route)
    {
        foreach (
            var (header, value, expected) in new (string, string, Constraint)[]
            {
                ("If-Match", "\"1.1\"", Is.EqualTo(HttpStatusCode.PreconditionFailed)),
                ("If-None-Match", "*", Is.EqualTo(HttpStatusCode.PreconditionFailed)),
                // Where nothing is made that could be asked for, something was done.
                ("If-Match", "*", Is.AnyOf(HttpStatusCode.Created, HttpStatusCode.OK)),
                ("If-None-Match", "1", Is.EqualTo(HttpStatusCode.BadRequest)),
            }
        )
        {
            var call = await RouteSamples.Prepare(api, route);
            var reply = await call.Send((header, value));
            Assert.That(reply.Status, expected, $"{header}: {value} {reply.Body}");
        }
    }

    [TestCaseSource(typeof(Route), nameof(Route.ReadsOfOne))]
    public async Task A_reader_with_the_present_copy_is_told_so_and_one_who_asks_for_the_head_gets_no_body(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var tag = (await call.Send()).Headers.ETag!;
        Assert.That((tag.IsWeak, tag.Tag), Is.Not.EqualTo((false, "\"1.1\"")), "the sample has to have a version that is past");
        foreach (var copy in new[] { tag.Tag, $"W/{tag.Tag}", $"\"1.1\", {tag.Tag}", "*" })
        {
            var unchanged = await call.Send(("If-None-Match", copy));
            Assert.That((unchanged.Status, unchanged.Body), Is.EqualTo((HttpStatusCode.NotModified, "")), copy);
            Assert.That(unchanged.Headers.ETag, Is.EqualTo(tag));
        }
        Assert.That((await call.Send(("If-None-Match", "\"1.1\""))).Status, Is.EqualTo(HttpStatusCode.OK));

        using var asked = new HttpRequestMessage(HttpMethod.Head, call.Path);
        using var head = await call.Caller.SendAsync(asked);
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(head.Headers.ETag, Is.EqualTo(tag));
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(Encoding.UTF8.GetByteCount((await call.Send()).Body)));
        Assert.That(await head.Content.ReadAsStringAsync(), Is.Empty);
    }

    [TestCase("/livez", HttpStatusCode.OK)]
    [TestCase("/readyz", HttpStatusCode.OK)]
    [TestCase("/nowhere", HttpStatusCode.Unauthorized)]
    [TestCase("/purchase-orders", HttpStatusCode.Unauthorized)]
    public async Task Anybody_may_ask_for_the_head_as_for_the_whole(string path, HttpStatusCode expected)
    {
        using var anonymous = api.Anonymous();

        Assert.That((await anonymous.Send(HttpMethod.Head, path, null)).Status, Is.EqualTo(expected));
        Assert.That((await anonymous.Get(path)).Status, Is.EqualTo(expected));
    }
}
