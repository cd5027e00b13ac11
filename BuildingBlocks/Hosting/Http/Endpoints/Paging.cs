namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Http;

/// <summary>How pages of lists hang together.</summary>
internal static class Paging
{
    /// <summary>Where the next page is (RFC 8288).</summary>
    public static void LinkNext(HttpContext http, string? next)
    {
        if (next is null)
            return;
        var query = QueryString.Create(
            http.Request.Query.Where(p => p.Key != ListQuery.CursorParameter.Name).Append(new(ListQuery.CursorParameter.Name, next))
        );
        http.Response.Headers.Link = $"<{http.Request.Path}{query}>; rel=\"next\"";
    }
}
