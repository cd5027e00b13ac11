namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>The query string of a read: known parameters only, each once; all that is wrong is told at once. It also knows who asks.</summary>
public sealed class ListQuery
{
    /// <summary>Most items of a page.</summary>
    public const int MaxLimit = 100;

    private const int DefaultLimit = 20;

    internal static readonly QueryParameter<long?> LimitParameter = QueryParameter.Number(
        "limit",
        $"Most items of a page; {DefaultLimit} when absent.",
        1,
        MaxLimit
    );

    internal static readonly QueryParameter<Guid?> CursorParameter = QueryParameter.Cursor(
        "cursor",
        "`next` of the page before; absent for the first page."
    );

    private readonly HttpRequest request;
    private readonly FieldErrors errors = new();

    /// <param name="request">The request.</param>
    /// <param name="known">What may be asked.</param>
    private ListQuery(HttpRequest request, IReadOnlyCollection<QueryParameter> known)
    {
        this.request = request;
        foreach (var (name, values) in request.Query)
        {
            if (!known.Any(parameter => parameter.Name == name))
                errors.Add(Shown(name), "is not a parameter of this request");
            else if (values.Count != 1)
                errors.Add(name, "is given more than once");
        }
        foreach (var parameter in known.Where(parameter => parameter.IsRequired && !request.Query.ContainsKey(parameter.Name)))
            errors.Add(parameter.Name, "is required");
    }

    /// <summary>Who asks, by the token.</summary>
    public string Subject => request.HttpContext.User.Identity!.Name!;

    /// <summary>The time, for what is asked of the present.</summary>
    public DateTimeOffset Now => request.HttpContext.RequestServices.GetRequiredService<TimeProvider>().Now();

    /// <summary>Whether the token carries a role.</summary>
    public bool Has(string role) => request.HttpContext.User.IsInRole(role);

    /// <summary>Items per page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit => (int?)Get(LimitParameter) ?? DefaultLimit;

    /// <summary>Key of the last item already seen; null for the first page.</summary>
    public Guid? After => Get(CursorParameter);

    /// <summary>Version of the last line of an audit trail already seen; 0 for the beginning.</summary>
    internal long AfterVersion => After is { } key ? Cursor.VersionOf(key) : 0;

    /// <summary>A parameter's value; null when it is absent or wrong.</summary>
    public T? Get<T>(QueryParameter<T> parameter) =>
        request.Query.TryGetValue(parameter.Name, out var values) && values.Count == 1
            ? errors.Take(parameter.Name, parameter.Parse(values[0] ?? ""))
            : default;

    /// <summary>Says that parameters do not go together, each right by itself.</summary>
    /// <param name="parameter">The one to change.</param>
    /// <param name="message">What is wrong, without its name.</param>
    public void Refuse(QueryParameter parameter, string message) => errors.Add(parameter.Name, message);

    /// <summary>What is made of the query string, or all that is wrong with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">What may be asked.</param>
    /// <param name="read">Makes it; what it makes of something wrong is thrown away.</param>
    internal static Result<T> Read<T>(HttpRequest request, IReadOnlyCollection<QueryParameter> known, Func<ListQuery, T> read)
    {
        var query = new ListQuery(request, known);
        var made = read(query);
        return query.errors.Error is { } error
            ? Error.Invalid(Problems.Malformed, "The query string cannot be read.") with
            {
                Fields = error.Fields,
            }
            : made;
    }

    private static string Shown(string name) => new([.. name.Take(64).Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]);
}

/// <summary>Where a page ends, as an opaque text. It carries a key and no secret, so a made-up one can only name a place in the order.</summary>
internal static class Cursor
{
    /// <summary>The text of a key.</summary>
    public static string Write(Guid key) => Base64Url.EncodeToString(key.ToByteArray(bigEndian: true));

    /// <summary>The text of a version, for what is ordered by it.</summary>
    public static string Write(long version)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], version);
        return Write(new Guid(bytes, bigEndian: true));
    }

    /// <summary>The version in a key; behind every version when it was made up.</summary>
    public static long VersionOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) is >= 0 and var version ? version : long.MaxValue;
    }

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
