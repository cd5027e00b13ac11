namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Where a request ends must not be a matter of opinion between us and a proxy: that is how a second one is smuggled in.</summary>
internal static class Framing
{
    private static readonly Error Ambiguous = Problems.MalformedField(
        "Transfer-Encoding",
        "must be 'chunked' alone, in HTTP/1.1 and without Content-Length"
    );

    /// <summary>Refuses what RFC 9112 section 6.1 calls faulty framing and Kestrel lets pass, and closes the connection.</summary>
    internal static IApplicationBuilder RefuseAmbiguousFraming(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (IsPlain(http.Request))
                    return next(http);
                http.Response.Headers.Connection = "close";
                return Problems.Write(http, Ambiguous);
            }
        );

    private static bool IsPlain(HttpRequest request)
    {
        var coding = request.Headers.TransferEncoding;
        if (coding.Count == 0)
            return true;
        // Kestrel believes Transfer-Encoding over Content-Length and hides the latter under another name.
        return coding.Count == 1
            && string.Equals(coding[0], "chunked", StringComparison.OrdinalIgnoreCase)
            && HttpProtocol.IsHttp11(request.Protocol)
            && request.ContentLength is null
            && !request.Headers.ContainsKey("X-Content-Length");
    }
}
