namespace Host.Tests.Routes;

using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Every role at every route: exactly the table gets in.</summary>
internal sealed class RoleStories
{
    private Api api = null!;
    private HttpClient anonymous = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: false);
        anonymous = api.Anonymous();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        anonymous.Dispose();
        await api.DisposeAsync();
    }

    [TestCaseSource(typeof(Route), nameof(Route.All))]
    public async Task Exactly_the_roles_of_the_table_get_in(Route route)
    {
        Assert.That(
            WhoMayDoWhat.Rows.ContainsKey($"{route}"),
            $"{route} is new: add a row to WhoMayDoWhat with the roles that the design's table 'Who may do what' names."
        );
        var call = await RouteSamples.Prepare(api, route);

        foreach (var role in Roles.All.Order(StringComparer.Ordinal))
        {
            var reply = await call.By(api.As($"grid-{role}", role));
            if (WhoMayDoWhat.Allows(route, role))
                Assert.That(reply.Status, Is.Not.AnyOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), $"{role}: {reply.Body}");
            else
                Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.Forbidden, "FORBIDDEN")), role);
        }
        using var mallory = WithForeignRole();
        foreach (var stranger in new[] { api.As("nobody"), mallory })
            await GetsIn(call, stranger, HttpStatusCode.Forbidden, "FORBIDDEN");
        await GetsIn(call, anonymous, HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Test]
    public void Nothing_is_told_of_a_route_that_is_no_more()
    {
        var there = Route.All.Select(route => $"{route}");

        Assert.That(WhoMayDoWhat.Rows.Keys.Except(there), Is.Empty, "rows of WhoMayDoWhat");
        Assert.That(RouteSamples.All.Select(sample => sample.Route).Except(there), Is.Empty, "RouteSamples");
    }

    [Test]
    public async Task Where_there_is_nothing_the_same_holds()
    {
        Assert.That((await anonymous.Get("/nowhere")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await api.As("nobody").Get("/nowhere")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await api.As("otto", Roles.Operator).Get("/nowhere")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>A token that is signed as ours are, for a role of somebody else's.</summary>
    private HttpClient WithForeignRole()
    {
        var parts = api.Token("mallory", Roles.Buyer).Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        Assert.That(claims, Does.Contain("\"buyer\""));
        var text =
            $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.Replace("\"buyer\"", "\"admin\"", StringComparison.Ordinal)))}";
        var key = api.Services.GetRequiredService<HostSettings>().Auth.SymmetricKey!;
        var token = $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)))}";
        var client = api.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Only where everybody does.</summary>
    private static async Task GetsIn(Call call, HttpClient caller, HttpStatusCode refusal, string code)
    {
        var reply = await call.By(caller);
        if (call.Route.IsOpen)
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Body);
        else
            Assert.That((reply.Status, reply.Code), Is.EqualTo((refusal, code)));
    }
}
