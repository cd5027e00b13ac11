namespace Procurement.BuildingBlocks.Hosting.ProblemDetails;

using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

/// <summary>The body of every refusal and fault (RFC 9457).</summary>
/// <param name="Type">Stable reference of the kind of problem, by its code.</param>
/// <param name="Title">What the status means.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable identity in UPPER_SNAKE case.</param>
/// <param name="Detail">One sentence for a person.</param>
/// <param name="TraceId">W3C trace id, to find the request in logs and traces.</param>
/// <param name="Fields">Message per offending field; absent when no field is at fault.</param>
/// <param name="Results">What is wrong with each row of a batch; absent when it is about one thing.</param>
public sealed record Problem(
    [property: Is<ProblemType>] string Type,
    [property: Is<Sentence>] string Title,
    [property: Is<ProblemStatus>] int Status,
    [property: Is<ProblemCode>] string Code,
    [property: Is<Sentence>] string Detail,
    [property: Is<TraceId>] string TraceId,
    IReadOnlyDictionary<string, string>? Fields,
    IReadOnlyList<RowResult>? Results
);

[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    public static readonly ProblemJson Legible = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Never part of a page of HTML, as in StrictJson.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );
}

/// <summary>The one place where a refusal becomes an HTTP answer.</summary>
public static class Problems
{
    /// <summary>The request cannot be read: 400 whatever its kind says.</summary>
    public const string Malformed = "MALFORMED_REQUEST";

    /// <summary>The body is larger than is accepted: 413.</summary>
    public const string TooLarge = "PAYLOAD_TOO_LARGE";

    /// <summary>The body comes more slowly than is waited for: 408.</summary>
    public const string TooSlow = "BODY_TOO_SLOW";

    /// <summary>The body is not JSON: 415.</summary>
    public const string MediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>The caller's <c>If-Match</c> names another version: 412.</summary>
    public const string Precondition = "PRECONDITION_FAILED";

    /// <summary>The refusal of a body that is not JSON.</summary>
    public static readonly Error UnsupportedMediaType = Error.Invalid(
        MediaType,
        "The body must be application/json in UTF-8, without Content-Encoding."
    );

    /// <summary>The refusal of what cannot be read, without saying which part.</summary>
    public static readonly Error Unreadable = Error.Invalid(Malformed, "The request cannot be read; `fields` says which part and why.");

    /// <summary>The refusal of a body that is too large, without saying how large it may be.</summary>
    public static readonly Error BodyTooLarge = Error.Invalid(TooLarge, "The body is larger than is accepted here.");

    /// <summary>The refusal of a body that is not there in time.</summary>
    public static readonly Error BodyTooSlow = Error.Invalid(TooSlow, "The body came too slowly.");

    /// <summary>A refusal about a part of the request that cannot be read.</summary>
    /// <param name="field">Path, header or parameter.</param>
    /// <param name="message">What is wrong, without the field's name.</param>
    public static Error MalformedField(string field, string message) =>
        Error.Invalid(Malformed, $"The request cannot be read: {field} {message}.") with
        {
            Fields = new Dictionary<string, string> { [field] = message },
        };

    /// <summary>Answers with a refusal.</summary>
    public static Task Write(HttpContext http, Error error)
    {
        if (error.RetryAfter is { } wait)
            TellToWait(http, wait);
        return Write(http, StatusOf(error), error.Code, error.Detail, error.Fields, RowResult.OfRefusal(error));
    }

    /// <summary>Says when it may be worth asking again: in whole seconds, at least one, and never too early.</summary>
    internal static void TellToWait(HttpContext http, TimeSpan wait)
    {
        if (!http.Response.HasStarted)
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Answers with a problem.</summary>
    public static async Task Write(
        HttpContext http,
        int status,
        string code,
        string detail,
        IReadOnlyDictionary<string, string>? fields = null,
        IReadOnlyList<RowResult>? results = null
    )
    {
        if (http.Response.HasStarted)
            return;
        var problem = new Problem(
            $"urn:procurement:problem:{code.ToLowerInvariant().Replace('_', '-')}",
            Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            status,
            code,
            detail,
            Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier,
            fields is { Count: > 0 } ? fields : null,
            results is { Count: > 0 } ? results : null
        );
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, ProblemJson.Legible.Problem);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        http.Response.ContentLength = body.Length;
        if (status == StatusCodes.Status503ServiceUnavailable && http.Response.Headers.RetryAfter.Count == 0)
            http.Response.Headers.RetryAfter = "1";
        // RFC 9110 section 15.5.16.
        if (status == StatusCodes.Status415UnsupportedMediaType)
            http.Response.Headers.AcceptEncoding = "identity";
        // Not under RequestAborted: when the request is answered because its time is up, that has come already.
        await http.Response.Body.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>The status of a refusal.</summary>
    public static int StatusOf(Error error) =>
        error.Code switch
        {
            Malformed => StatusCodes.Status400BadRequest,
            TooSlow => StatusCodes.Status408RequestTimeout,
            TooLarge => StatusCodes.Status413PayloadTooLarge,
            MediaType => StatusCodes.Status415UnsupportedMediaType,
            Precondition => StatusCodes.Status412PreconditionFailed,
            _ => error.Kind switch
            {
                ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
                ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
                ErrorKind.NotFound => StatusCodes.Status404NotFound,
                ErrorKind.Conflict => StatusCodes.Status409Conflict,
                ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
                ErrorKind.Garbled => StatusCodes.Status502BadGateway,
                _ => throw new UnreachableException($"No status for {error.Kind}."),
            },
        };
}
