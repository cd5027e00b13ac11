namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Server.Kestrel.Core;
using Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>What one connection or request may cost, before any of our code runs.</summary>
public static class Limits
{
    /// <summary>How long a request may take before it is answered 504; longer than a database command may.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(8);

    /// <summary>How long a whole collection may be sent. Nothing that others need is held while the client reads.</summary>
    public static readonly TimeSpan ExportTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Listens where told, within the limits.</summary>
    public static void Apply(KestrelServerOptions kestrel, ListenAddress listen)
    {
        // A bare line feed would end a header for us and be part of its value for a proxy (RFC 9112 section 2.2 allows to refuse it).
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        kestrel.RequestHeaderEncodingSelector = Framing.EncodingOf;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBody.OrdinaryBytes;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxConcurrentConnections = 4096;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        listen.Open(kestrel);
    }
}
