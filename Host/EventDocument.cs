namespace Procurement.Host;

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Procurement.BuildingBlocks.Messaging.Contracts;

/// <summary>The AsyncAPI document of all public events, open to everybody as the OpenAPI document is.</summary>
internal static class EventDocument
{
    private static readonly JsonSerializerOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapEventDocument(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var document = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(new AsyncApi(services).Write().ToJsonString(Legible)));
        routes
            .MapGet(
                "/asyncapi.json",
                (HttpContext http) =>
                {
                    http.Response.ContentType = "application/json; charset=utf-8";
                    http.Response.ContentLength = document.Value.Length;
                    return http.Response.Body.WriteAsync(document.Value, http.RequestAborted).AsTask();
                }
            )
            .AllowAnonymous();
    }
}
