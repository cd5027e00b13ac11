namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Answers a read of one resource.</summary>
public static class Resource
{
    /// <summary>Finds and sends it; 400 for a malformed identifier, otherwise <paramref name="absent"/> when it is not there.</summary>
    public static async Task Send<TId, T>(
        HttpContext http,
        Result<TId> id,
        Func<TId, CancellationToken, Task<T?>> find,
        Func<T, Answer> render,
        Error absent
    )
        where T : class
    {
        if (id.Error is not null)
            await Problems.Write(http, id.Error);
        else if (await find(id.Value, http.RequestAborted) is { } found)
            await render(found).Send(http);
        else
            await Problems.Write(http, absent);
    }
}
