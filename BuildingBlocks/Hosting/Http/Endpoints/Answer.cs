namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

/// <summary>A rendered success: made before the commit, so that it can be stored with the effect, and sent after it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON as UTF-8, unless <see cref="MediaType"/> says otherwise.</param>
/// <param name="ETag">Quoted entity tag; null for lists.</param>
/// <param name="Location">Path of what was created; null when nothing was.</param>
internal sealed record Answer(int Status, byte[] Body, string? ETag, string? Location)
{
    /// <summary>What the body is.</summary>
    public string MediaType { get; init; } = "application/json; charset=utf-8";

    /// <summary>200 with a representation.</summary>
    public static Answer Ok<T>(T value, JsonTypeInfo<T> type, string? tag) =>
        new(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(value, type), tag, null);

    /// <summary>Sends it; a reader whose copy is the present one gets 304.</summary>
    public Task Send(HttpContext http)
    {
        var response = http.Response;
        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
            if (HttpMethods.IsGet(http.Request.Method) && Http.ETag.IsUnchanged(http.Request, ETag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }
        if (Location is not null)
            response.Headers.Location = Location;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, http.RequestAborted).AsTask();
    }
}
