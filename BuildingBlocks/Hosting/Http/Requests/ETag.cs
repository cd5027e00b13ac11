namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>
/// Entity tags are strong and made from the number of the representation's shape and the aggregate's version, which change exactly when
/// the representation does (RFC 9110 section 8.8.3): <c>"1.7"</c>.
/// </summary>
public static class ETag
{
    /// <summary>Number of the shape of an audit trail.</summary>
    private const int HistoryRepresentation = 1;

    /// <summary>The tag of a version.</summary>
    /// <param name="representation">Number of the shape, from 1.</param>
    /// <param name="version">The aggregate's version.</param>
    public static string Of(int representation, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{representation}.{version}\"");

    /// <summary>The tag of a part of an audit trail, which never changes but for what follows it.</summary>
    internal static string OfPart(long lastVersion, bool isLast) => Of(HistoryRepresentation, lastVersion).Insert(1, isLast ? "h" : "p");

    /// <summary>
    /// Reads the conditions of a change. <c>If-Match: *</c> demands existence only, and weak and foreign tags match nothing there;
    /// <c>If-None-Match</c> compares weakly.
    /// </summary>
    internal static Result<Precondition> OfChange(HttpRequest request, int representation)
    {
        var (match, none) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        var precondition = Precondition.None;
        if (match.Count > 0)
        {
            if (!EntityTagHeaderValue.TryParseStrictList(match, out var tags))
                return Malformed("If-Match");
            if (!tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)))
                precondition = Precondition.AnyOf(Versions(tags.Where(tag => !tag.IsWeak), representation));
        }
        if (none.Count > 0)
        {
            if (!EntityTagHeaderValue.TryParseStrictList(none, out var tags))
                return Malformed("If-None-Match");
            precondition = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any))
                ? Precondition.Absent
                : precondition.ButNoneOf(Versions(tags, representation));
        }
        return precondition;
    }

    private static List<long> Versions(IEnumerable<EntityTagHeaderValue> tags, int representation)
    {
        var versions = new List<long>();
        foreach (var tag in tags)
        {
            var text = tag.Tag.AsSpan().Trim('"');
            // A tag is compared as text: "1.01" is none of ours.
            if (
                long.TryParse(text[(text.IndexOf('.') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && tag.Tag.Equals(Of(representation, version), StringComparison.Ordinal)
            )
                versions.Add(version);
        }
        return versions;
    }

    private static Error Malformed(string header) => Problems.MalformedField(header, "must be '*' or a list of quoted entity tags");

    /// <summary>Whether the caller's copy is the present one, so that 304 suffices (RFC 9110 section 13.1.2, weak comparison).</summary>
    internal static bool IsUnchanged(HttpRequest request, string tag)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0 || !EntityTagHeaderValue.TryParseList(header, out var tags))
            return false;
        var present = new EntityTagHeaderValue(tag);
        return tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(present, useStrongComparison: false));
    }
}
