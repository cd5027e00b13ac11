namespace Host.Tests.Routes;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Procurement.Host;
using TestKit;

/// <summary>A route of the host, as its endpoint says: found, never listed by hand.</summary>
/// <param name="Pattern">Such as <c>/purchase-orders/{id}</c>.</param>
/// <param name="IsOpen">Whether everybody may call it, without a token.</param>
internal sealed record Route(string Method, string Pattern, bool IsOpen)
{
    private static readonly Lazy<IReadOnlyList<Route>> Found = new(Discover);

    public static IReadOnlyList<Route> All => Found.Value;

    /// <summary>Those that are asked for in JSON.</summary>
    public static IEnumerable<Route> Changes =>
        All.Where(route => route.Method is "POST" or "PUT" or "PATCH" or "DELETE" && !IsFile(route));

    /// <summary>Changes of something that is there.</summary>
    public static IEnumerable<Route> Transitions => Changes.Where(route => route.HasId);

    public static IEnumerable<Route> Creations => Changes.Where(route => !route.HasId);

    public static IEnumerable<Route> OfOne => All.Where(route => route.HasId);

    public static IEnumerable<Route> Reads => All.Where(route => route is { Method: "GET", IsOpen: false });

    /// <summary>Those that answer in JSON.</summary>
    public static IEnumerable<Route> ReadsOfOne => Reads.Where(route => route.HasId && !IsFile(route));

    public static IEnumerable<Route> Lists => Reads.Where(route => RouteSamples.Of(route)?.Filters is not null);

    private static bool IsFile(Route route) => RouteSamples.Of(route)?.IsFile is true;

    public bool HasId => Pattern.Contains("{id}", StringComparison.Ordinal);

    /// <summary>The path for a resource; what has a version is asked for in the second, and the consumer is one that there is.</summary>
    public string PathOf(string? id) =>
        Pattern
            .Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{version}", "2", StringComparison.Ordinal)
            .Replace("{consumer}", Api.Consumer, StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Pattern}";

    private static List<Route> Discover()
    {
        using IDisposable built = ProcurementHost.Build(EnvironmentFile.Load("test"));
        return
        [
            .. from source in ((IEndpointRouteBuilder)built).DataSources
            from endpoint in source.Endpoints.OfType<RouteEndpoint>()
            // The page of metrics takes any method.
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            let open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            select new Route(method, endpoint.RoutePattern.RawText!.TrimEnd('/'), open),
        ];
    }
}
