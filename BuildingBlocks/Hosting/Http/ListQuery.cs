namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>The query string of a list: known parameters only, each once; all that is wrong is told at once.</summary>
public sealed class ListQuery
{
    /// <summary>Most items of a page.</summary>
    public const int MaxLimit = 100;

    private const int DefaultLimit = 20;
    private readonly HttpRequest request;
    private readonly FieldErrors errors = new();

    /// <param name="request">The request.</param>
    /// <param name="known">Names of the filters.</param>
    public ListQuery(HttpRequest request, params ReadOnlySpan<string> known)
    {
        this.request = request;
        foreach (var (name, values) in request.Query)
        {
            if (name is not ("limit" or "cursor") && !known.Contains(name))
                errors.Add(Shown(name), "is not a parameter of this list");
            else if (values.Count != 1)
                errors.Add(name, "is given more than once");
        }
    }

    /// <summary>Items per page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit => Read("limit", ParseLimit) is > 0 and var limit ? limit : DefaultLimit;

    /// <summary>Key of the last item already seen; null for the first page.</summary>
    public Guid? After =>
        Read<Guid?>(
            "cursor",
            text => Cursor.Read(text) is { } key ? key : Error.Invalid(Problems.Malformed, "is not a cursor of this list")
        );

    /// <summary>A filter's value; the type's default when the filter is absent or wrong.</summary>
    public T? Read<T>(string name, Func<string, Result<T>> parse) =>
        request.Query.TryGetValue(name, out var values) && values.Count == 1 ? errors.Take(name, parse(values[0] ?? "")) : default;

    /// <summary>A filter on one of the names of an enumeration, spelt exactly; null when it is absent or wrong.</summary>
    public TEnum? OneOf<TEnum>(string name)
        where TEnum : struct, Enum =>
        Read<TEnum?>(
            name,
            text =>
                Enum.GetNames<TEnum>().Contains(text)
                    ? Enum.Parse<TEnum>(text)
                    : Error.Invalid(Problems.Malformed, $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}")
        );

    /// <summary>A filter on an identifier; null when it is absent or wrong.</summary>
    public TId? Id<TId>(string name)
        where TId : struct, ITypedId<TId> =>
        Read<TId?>(
            name,
            text =>
            {
                var id = TypedId.Parse<TId>(text);
                return id.Error is null ? id.Value : id.Error;
            }
        );

    /// <summary>A moment: RFC 3339 with an offset, or a date, which is its midnight in UTC.</summary>
    public DateTimeOffset? Moment(string name) => Read<DateTimeOffset?>(name, text => ParseMoment(text));

    /// <summary>The arguments, or all that is wrong with the query string.</summary>
    public Result<T> Build<T>(Func<T> build)
    {
        var built = build();
        return errors.Error is { } error
            ? Error.Invalid(Problems.Malformed, "The query string cannot be read.") with
            {
                Fields = error.Fields,
            }
            : built;
    }

    /// <summary>Reads and sends one page, with a <c>Link</c> header to the next (RFC 8288), or tells what is wrong with the query string.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="filter">From <see cref="Build"/>.</param>
    /// <param name="list">The query port.</param>
    /// <param name="render">Makes the answer of the items and the cursor of the next page, null on the last.</param>
    public async Task Send<TFilter, T>(
        HttpContext http,
        Result<TFilter> filter,
        Func<TFilter, CancellationToken, Task<Page<T>>> list,
        Func<IReadOnlyList<T>, string?, Answer> render
    )
    {
        if (filter.Error is not null)
        {
            await Problems.Write(http, filter.Error);
            return;
        }
        var page = await list(filter.Value, http.RequestAborted);
        var next = page.Next is { } key ? Cursor.Write(key) : null;
        if (next is not null)
        {
            var query = QueryString.Create(request.Query.Where(p => p.Key != "cursor").Append(new("cursor", next)));
            http.Response.Headers.Link = $"<{request.Path}{query}>; rel=\"next\"";
        }
        await render(page.Items, next).Send(http);
    }

    private static Result<int> ParseLimit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : Error.Invalid(Problems.Malformed, $"must be a whole number from 1 to {MaxLimit}");

    private static Result<DateTimeOffset?> ParseMoment(string text)
    {
        string[] shapes = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
        var styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return
            DateTimeOffset.TryParseExact(text, shapes, CultureInfo.InvariantCulture, styles, out var moment)
            && moment.Year is > 1970 and < 9999
            ? moment
            : Error.Invalid(Problems.Malformed, "must be a date (2026-01-31) or a time with offset (2026-01-31T12:00:00Z)");
    }

    private static string Shown(string name) => new([.. name.Take(64).Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]);
}

/// <summary>Where a page ends, as an opaque text. It carries a key and no secret, so a made-up one can only name a place in the order.</summary>
public static class Cursor
{
    /// <summary>The text of a key.</summary>
    public static string Write(Guid key) => Base64Url.EncodeToString(key.ToByteArray(bigEndian: true));

    /// <summary>The key of a text; null when it is no cursor.</summary>
    public static Guid? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[16];
        // Not TryDecode, which throws at what is no Base64url.
        return text.Length == 22 && Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done && length == 16
            ? new Guid(bytes, bigEndian: true)
            : null;
    }
}
