namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

/// <summary>
/// Entity tags are strong and made from the aggregate's version, which changes exactly when the representation does (RFC 9110 section 8.8.3).
/// </summary>
public static class ETag
{
    /// <summary>The tag of a version.</summary>
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads <c>If-Match</c>. <c>*</c> demands existence only; weak and foreign tags match nothing.</summary>
    public static Result<Precondition> IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return Precondition.None;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags))
            return Problems.MalformedField("If-Match", "must be '*' or a list of quoted entity tags");
        if (tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)))
            return Precondition.None;
        var versions = new List<long>(tags.Count);
        foreach (var tag in tags)
            if (!tag.IsWeak && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                versions.Add(version);
        return Precondition.AnyOf(versions);
    }

    /// <summary>Whether the caller's copy is the present one, so that 304 suffices (RFC 9110 section 13.1.2, weak comparison).</summary>
    public static bool IsUnchanged(HttpRequest request, string tag)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0 || !EntityTagHeaderValue.TryParseList(header, out var tags))
            return false;
        var present = new EntityTagHeaderValue(tag);
        return tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(present, useStrongComparison: false));
    }
}
