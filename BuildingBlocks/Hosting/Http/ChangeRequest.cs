namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>A request that changes something: who asks, on which precondition, under which idempotency key, with which body. Bound by ASP.NET.</summary>
public sealed class ChangeRequest
{
    private static readonly object Unread = new();

    private readonly byte[] body;
    private readonly Error? fault;

    private ChangeRequest(HttpContext http, byte[] body, string? key, Precondition precondition, Error? fault)
    {
        Http = http;
        this.body = body;
        Key = key;
        Precondition = precondition;
        this.fault = fault;
    }

    /// <summary>The exchange.</summary>
    public HttpContext Http { get; }

    /// <summary>Subject of the token.</summary>
    public string Actor => Http.User.Identity?.Name ?? throw new InvalidOperationException("The endpoint let an anonymous caller in.");

    /// <summary>Versions the caller is willing to change.</summary>
    public Precondition Precondition { get; }

    /// <summary>The idempotency key without quotes; null when none was sent.</summary>
    public string? Key { get; }

    /// <summary>What is wrong with its headers or the size of its body; null when nothing is.</summary>
    public Error? Fault => fault;

    /// <summary>SHA-256 over method, path and body: tells whether a key is used again for the same request.</summary>
    public byte[] Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Http.Request.Method} {Http.Request.Path}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Reads the body.</summary>
    public Result<T> Json<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (fault is not null)
            return fault;
        if ((body.Length > 0 || Http.Request.ContentType is not null) && BodyFormat.Refusal(Http.Request) is { } refusal)
            return refusal;
        return StrictJson.Read(body, type);
    }

    /// <summary>Reads an identifier from the path.</summary>
    public Result<TId> Id<TId>(string text, string name = "id")
        where TId : struct, ITypedId<TId> => fault is not null ? fault : RouteId.Parse<TId>(text, name);

    /// <summary>Reads an identifier from the path of a request that needs no body: none, or an empty object.</summary>
    public Result<TId> IdOnly<TId>(string text)
        where TId : struct, ITypedId<TId>
    {
        if (fault is null && body.Length > 0 && Json(EmptyBodyJson.Strict.EmptyBody).Error is { } unexpected)
            return unexpected;
        return Id<TId>(text);
    }

    /// <summary>Whether the request was given up while its body was still awaited.</summary>
    internal static bool AwaitedBody(HttpContext http) => http.Items.ContainsKey(Unread);

    /// <summary>Binds it from the exchange.</summary>
    public static async ValueTask<ChangeRequest?> BindAsync(HttpContext http)
    {
        var precondition = ETag.OfChange(http.Request);
        var key = IdempotencyKey.Read(http.Request);
        var body = await ReadBody(http);
        return new ChangeRequest(
            http,
            body.Error is null ? body.Value : [],
            key.Error is null ? key.Value : null,
            precondition.Error is null ? precondition.Value : Precondition.None,
            precondition.Error ?? key.Error ?? body.Error
        );
    }

    private static async Task<Result<byte[]>> ReadBody(HttpContext http)
    {
        try
        {
            // Kestrel's own limit ends a body that is too large, with a length or chunked.
            var reader = http.Request.BodyReader;
            // Not the token itself: a read that it ends leaves the reader in a state in which the server cannot go on.
            await using var givenUp = http.RequestAborted.UnsafeRegister(
                static reader => ((PipeReader)reader!).CancelPendingRead(),
                reader
            );
            while (true)
            {
                var read = await reader.ReadAsync(CancellationToken.None);
                if (read.IsCanceled)
                {
                    reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    http.Items[Unread] = true;
                    throw new OperationCanceledException(http.RequestAborted);
                }
                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return bytes;
                }
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (ConnectionResetException)
        {
            // Otherwise the server would try to read the rest of the body, and report that it cannot.
            http.Abort();
            throw;
        }
        catch (IOException e)
        {
            // What remains of the body cannot be found, so the connection is of no more use.
            http.Response.Headers.Connection = "close";
            return (e as BadHttpRequestException)?.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Error.Invalid(Problems.TooLarge, "The body is larger than is accepted here."),
                StatusCodes.Status408RequestTimeout => Problems.BodyTooSlow,
                // Without a status: Kestrel's own arithmetic on the size of a chunk overflowed.
                _ => Problems.MalformedField("body", "is not framed as its headers say"),
            };
        }
    }
}

internal sealed record EmptyBody;

[JsonSerializable(typeof(EmptyBody))]
internal sealed partial class EmptyBodyJson : JsonSerializerContext
{
    public static readonly EmptyBodyJson Strict = new(StrictJson.Options());
}

/// <summary>Identifiers in paths.</summary>
public static class RouteId
{
    /// <summary>Reads one; a malformed one is a request that cannot be read (400) and names the parameter.</summary>
    public static Result<TId> Parse<TId>(string text, string name = "id")
        where TId : struct, ITypedId<TId>
    {
        var id = TypedId.Parse<TId>(text);
        return id.Error is null ? id : Problems.MalformedField(name, id.Error.Detail);
    }
}
