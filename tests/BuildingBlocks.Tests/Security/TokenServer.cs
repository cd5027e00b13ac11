namespace BuildingBlocks.Tests.Security;

using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>A small application on a real socket, with an issuer whose one key is published in a JWKS file.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    internal const string Issuer = "https://issuer.test";
    internal const string Audience = "procurement";
    private readonly string jwksPath = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"jwks-{Path.GetRandomFileName()}.json");
    private readonly WebApplication app;

    private TokenServer(RateLimitSettings limits, byte[]? symmetricKey)
    {
        Publish("k1", Key);
        Settings = new AuthSettings(Issuer, Audience, ["RS256", "HS256"], symmetricKey is null ? jwksPath : null, symmetricKey);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddTokenAuthentication(Settings).AddRolePolicies();
        app = builder.Build();
        app.UseTrustedProxies(limits).UseSecurityHeaders().UseAuthentication().UseRateLimits(limits).UseAuthorization();
        app.MapGet("/any", (HttpContext http) => http.User.Identity!.Name);
        app.MapGet("/buyers", () => "orders").RequireAuthorization(Policies.AnyOf(Roles.Buyer));
        app.MapGet("/open", () => "open").AllowAnonymous();
        app.MapGet("/docs/index.html", () => "docs").AllowAnonymous();
        app.MapGet("/livez", () => "ok").AllowAnonymous().DisableRateLimiting();
    }

    internal RSA Key { get; } = RSA.Create(2048);

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    internal AuthSettings Settings { get; }

    internal HttpClient Client { get; } = new();

    internal long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    internal static async Task<TokenServer> Start(RateLimitSettings? limits = null, byte[]? symmetricKey = null)
    {
        var server = new TokenServer(limits ?? new RateLimitSettings(1_000, 1_000, []), symmetricKey);
        await server.app.StartAsync();
        server.Client.BaseAddress = new Uri(server.app.Urls.Single());
        return server;
    }

    internal void Publish(string kid, RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var jwk = new
        {
            kty = "RSA",
            kid,
            use = "sig",
            alg = "RS256",
            n = Encode(parameters.Modulus!),
            e = Encode(parameters.Exponent!),
        };
        File.WriteAllText(jwksPath, JsonSerializer.Serialize(new { keys = new[] { jwk } }));
    }

    internal void Unpublish() => File.Delete(jwksPath);

    /// <summary>A good header and payload, as JSON to be spoilt.</summary>
    internal JsonObject Header() =>
        new()
        {
            ["alg"] = "RS256",
            ["typ"] = "JWT",
            ["kid"] = "k1",
        };

    internal JsonObject Payload(params string[] roles) =>
        new()
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = "alice",
            ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
            ["exp"] = Now + 300,
        };

    internal string Sign(JsonObject header, JsonObject payload, RSA? key = null) =>
        Sign(header.ToJsonString(), payload.ToJsonString(), key);

    internal string Sign(string header, string payload, RSA? key = null) =>
        Join(header, payload, text => (key ?? Key).SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    internal static string Join(string header, string payload, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{text}.{Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    internal async Task<HttpResponseMessage> Get(string path, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    /// <summary>The status of a request written byte by byte, for what HttpClient would tidy up.</summary>
    internal async Task<int> GetRaw(string path, params string[] headers)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", Client.BaseAddress!.Port);
        string[] lines = [$"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", .. headers, "", ""];
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
        using var reader = new StreamReader(tcp.GetStream());
        return int.Parse((await reader.ReadLineAsync())!.Split(' ')[1]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        Key.Dispose();
        File.Delete(jwksPath);
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
