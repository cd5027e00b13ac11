namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>How pages of lists hang together.</summary>
internal static class Paging
{
    /// <summary>Answers with one page, or with what is wrong with the query string.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="parameters">What may be asked.</param>
    /// <param name="read">Makes the filter of the query string.</param>
    /// <param name="list">Reads the page.</param>
    /// <param name="shape">How it is written.</param>
    public static async Task Answer<TFilter, TItem>(
        HttpContext http,
        QueryParameter[] parameters,
        Func<ListQuery, TFilter> read,
        Func<TFilter, CancellationToken, Task<Page<TItem>>> list,
        JsonTypeInfo<Items<TItem>> shape
    )
    {
        var filter = ListQuery.Read(http.Request, parameters, read);
        if (filter.Error is not null)
        {
            await Problems.Write(http, filter.Error);
            return;
        }
        Page<TItem> page;
        using (Admission.Enter(http))
            page = await list(filter.Value, http.RequestAborted);
        var next = page.Next is { } key ? Cursor.Write(key) : null;
        LinkNext(http, next);
        await Http.Answer.Ok(new Items<TItem>(page.Items, next), shape, tag: null).Send(http);
    }

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
