namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>A request that changes something, read once: under which conditions, under which idempotency key, with which body.</summary>
internal sealed class ChangeRequest
{
    private readonly byte[] body;

    private ChangeRequest(HttpContext http, byte[] body, string? key, Precondition when, Error? fault)
    {
        Http = http;
        this.body = body;
        Key = key;
        When = when;
        Fault = fault;
    }

    public HttpContext Http { get; }

    /// <summary>Subject of the token.</summary>
    public string Client => Http.User.Identity?.Name ?? throw new InvalidOperationException("The endpoint let an anonymous caller in.");

    /// <summary>Versions the caller is willing to change.</summary>
    public Precondition When { get; }

    /// <summary>The idempotency key without quotes; null when none was sent.</summary>
    public string? Key { get; }

    /// <summary>What is wrong with its headers or the size of its body; null when nothing is.</summary>
    public Error? Fault { get; }

    /// <param name="http">The exchange.</param>
    /// <param name="representation">Number of the shape whose entity tags count.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    public static async ValueTask<ChangeRequest> Read(HttpContext http, int representation, int mostBytes)
    {
        var when = ETag.OfChange(http.Request, representation);
        var key = IdempotencyKey.Read(http.Request);
        var body = await RequestBody.Read(http, mostBytes);
        return new ChangeRequest(
            http,
            body.Error is null ? body.Value : [],
            key.Error is null ? key.Value : null,
            when.Error is null ? when.Value : Precondition.None,
            when.Error ?? key.Error ?? body.Error
        );
    }

    /// <summary>A request that reads, where reading for the first time changes something; it knows neither conditions nor keys.</summary>
    public static ChangeRequest OfRead(HttpContext http) => new(http, [], null, Precondition.None, null);

    /// <summary>The body as it came, of a request that takes a file.</summary>
    /// <param name="mediaType">What it has to be.</param>
    public Result<ReadOnlyMemory<byte>> File(string mediaType)
    {
        if (BodyFormat.Refusal(Http.Request, mediaType) is { } refusal)
            return refusal;
        return body.Length == 0 ? Problems.MalformedField("body", "is required") : (ReadOnlyMemory<byte>)body;
    }

    /// <summary>Reads the body. Of a request that needs none, no body and an empty object are the same.</summary>
    public Result<T> Json<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (body.Length == 0 && NoBody.Instance is T nothing)
            return nothing;
        if ((body.Length > 0 || Http.Request.ContentType is not null) && BodyFormat.Refusal(Http.Request) is { } refusal)
            return refusal;
        return StrictJson.Read(body, type);
    }

    /// <summary>
    /// SHA-256 over what is asked of which resource: tells whether a key is used again for the same request. The resource counts and not
    /// the spelling of its path.
    /// </summary>
    public byte[] Fingerprint(string route, Guid resource)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Http.Request.Method} {route} {resource}\n")));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}

/// <summary>Identifiers in paths.</summary>
internal static class RouteId
{
    /// <summary>Reads the one called <c>id</c>; a malformed one is a request that cannot be read (400) and names the parameter.</summary>
    public static Result<TId> Read<TId>(HttpContext http)
        where TId : struct, ITypedId<TId>
    {
        const string name = "id";
        var id = TypedId.Parse<TId>(http.Request.RouteValues[name] as string);
        return id.Error is null ? id : Problems.MalformedField(name, id.Error.Detail);
    }

    /// <summary>Reads the one called <c>version</c>.</summary>
    public static Result<long> Version(HttpContext http)
    {
        const string name = "version";
        var text = http.Request.RouteValues[name] as string;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : Problems.MalformedField(name, "must be a whole number from 1");
    }
}
