namespace Host.Tests.Abuse;

using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Host.Tests.Routes;

/// <summary>The body of every change: JSON in UTF-8 as the sample of its route, and nothing like it.</summary>
internal sealed class EveryBodyStories
{
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: false);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task It_is_one_json_object(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var good = call.Body ?? "{}";
        foreach (var body in new[] { "null", "[]", "true", "1", "\"x\"", "{", " ", good + " x", "// a\n{}" })
            await Refuses(call, body, "body");
        foreach (var body in new[] { good + good, good + "}", good + "\0", good.Replace('{', '['), good.Replace('"', '\'') + "," })
            Assert.That((await call.SendBody(body)).Status, Is.EqualTo(HttpStatusCode.BadRequest), body);
        if (call.Body is not null)
            await Refuses(call, "", "body");
    }

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task It_is_utf8(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var good = call.Body ?? "{}";
        foreach (
            var bytes in new[]
            {
                Encoding.Unicode.GetBytes(good),
                Encoding.UTF32.GetBytes(good),
                [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(good)],
            }
        )
            Assert.That((int)(await call.SendContent(Content(bytes))).Status, Is.EqualTo(400), Encoding.Latin1.GetString(bytes));
    }

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task It_says_that_it_is_json_in_utf8_as_it_stands(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        foreach (var (type, coding) in new[] { ("text/plain", ""), ("application/json; charset=utf-16", ""), ("application/json", "gzip") })
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body ?? "{}"));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (coding != "")
                content.Headers.ContentEncoding.Add(coding);
            var reply = await call.SendContent(content);
            Assert.That(
                (reply.Status, reply.Code),
                Is.EqualTo((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE")),
                $"{type} {coding}: {reply.Body}"
            );
        }
    }

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task Each_of_its_members_has_one_type_and_is_given_once(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        if (call.Body is not { } body)
        {
            await Refuses(call, """{"a":1}""", "a");
            return;
        }
        foreach (var place in JsonPlaces.Of(body))
        foreach (var other in new[] { "\"12\"", "12", "true", "[1]", "{\"a\":1}" }.Select(text => JsonNode.Parse(text)!))
        {
            if (other.GetValueKind() != place.Kind)
                await Names(call, JsonPlaces.With(body, place.Path, other), place.Path);
        }
        var first = JsonPlaces.Of(body).First();
        await Refuses(call, body.Insert(1, $"\"{first.Path}\":null,"), first.Path);
        await Refuses(call, body.Insert(1, "\"unknown\":null,"), "unknown");
        await Refuses(call, body.Insert(1, $"\"{first.Path.ToUpperInvariant()}\":null,"), first.Path.ToUpperInvariant());
    }

    [TestCaseSource(typeof(Route), nameof(Route.Changes))]
    public async Task It_is_refused_unread_when_a_gigabyte_is_announced(Route route)
    {
        var call = await RouteSamples.Prepare(api, route);
        var heard = await Wire.Exchange(
            api.Address,
            $"{route.Method} {call.Path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {call.Caller.DefaultRequestHeaders.Authorization}\r\n"
                + "Content-Type: application/json\r\nContent-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n"
        );

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, 413)), heard.Text);
        Assert.That(JsonElement.Parse(heard.Body).GetProperty("code").GetString(), Is.EqualTo("PAYLOAD_TOO_LARGE"));
    }

    private static async Task Refuses(Call call, string body, string field)
    {
        var reply = await call.SendBody(body);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.BadRequest, "MALFORMED_REQUEST")), $"{body}: {reply.Body}");
        Assert.That(reply.Fields, Is.EqualTo(new[] { field }), body);
    }

    /// <summary>The value or, where that is the first thing wrong, what is within it.</summary>
    private static async Task Names(Call call, string body, string path)
    {
        var reply = await call.SendBody(body);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.BadRequest, "MALFORMED_REQUEST")), $"{body}: {reply.Body}");
        Assert.That(reply.Fields.Single(), Does.StartWith(path), body);
    }

    private static ByteArrayContent Content(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        return content;
    }
}
