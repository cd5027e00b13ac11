namespace Procurement.BuildingBlocks.Hosting.Security;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

/// <summary>Headers that tell a browser to trust nothing here (OWASP REST security cheat sheet). CORS stays off.</summary>
public static class SecurityHeaders
{
    private const string NothingAtAll = "default-src 'none'; frame-ancestors 'none'";
    private const string OwnPagesOnly =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// Adds the headers to every answer, also to one that the exception handler cleared and wrote anew. Put it before everything that
    /// answers. Under <c>/docs</c> scripts, styles and images of our own are allowed. <c>Cache-Control</c> is left as it is when set.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                http.Response.OnStarting(static state => Write((HttpContext)state), http);
                return next(http);
            }
        );

    private static Task Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs") ? OwnPagesOnly : NothingAtAll;
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        // The exception handler adds these for caches of HTTP/1.0, which Cache-Control says already.
        headers.Pragma = default;
        headers.Expires = default;
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return Task.CompletedTask;
    }
}
