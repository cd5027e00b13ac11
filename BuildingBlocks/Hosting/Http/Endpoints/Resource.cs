namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Observability;

/// <summary>
/// The endpoints of one kind of resource. Registering one says verb, use case and body, and with <c>Allows</c> the roles; reading the request,
/// conditions, idempotency, commit, answer and description are the same for all and stand here. Members of the JSON are those of
/// <typeparamref name="TView"/>.
/// </summary>
/// <typeparam name="TModule">Whose it is.</typeparam>
/// <typeparam name="TAggregate">What is changed.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
/// <typeparam name="TView">How it is shown.</typeparam>
public sealed partial class Resource<TModule, TAggregate, TId, TView>
    where TAggregate : Aggregate<TId>, IFindable
    where TId : struct, ITypedId<TId>
    where TView : class, IRepresentation
{
    private readonly IEndpointRouteBuilder app;
    private readonly RouteGroupBuilder routes;
    private readonly string path;
    private readonly string tag;
    private readonly string[] readers;
    private readonly Func<TAggregate, TView> show;
    private readonly JsonSerializerOptions json;
    private readonly JsonTypeInfo<TView> shape;
    private readonly Edge<TModule> edge;

    /// <param name="app">Where the endpoints are added.</param>
    /// <param name="path">Plural noun with its slash: <c>/purchase-orders</c>.</param>
    /// <param name="tag">Heading in the document.</param>
    /// <param name="readers">Roles that may read.</param>
    /// <param name="show">Makes the representation.</param>
    /// <param name="types">Serialisation metadata of the module's bodies and representations.</param>
    public Resource(
        IEndpointRouteBuilder app,
        string path,
        string tag,
        string[] readers,
        Func<TAggregate, TView> show,
        IJsonTypeInfoResolver types
    )
    {
        this.app = app;
        this.path = path;
        this.tag = tag;
        this.readers = readers;
        this.show = show;
        routes = Group(path, tag).WithMetadata(new IdPrefix(TId.Prefix));
        json = StrictJson.Options(types, CommonJson.Default);
        shape = Shape<TView>();
        edge = app.ServiceProvider.GetRequiredService<Edge<TModule>>();
    }

    private static Dictionary<string, Facts> Named<TKey>()
        where TKey : struct, ITypedId<TKey> =>
        new() { ["id"] = TKey.Facts with { Description = "Its identifier; the prefix may be left out." } };

    private static readonly Error Illegal = Error.Conflict("ILLEGAL_TRANSITION", "The state it is in does not allow it.");

    private RouteHandlerBuilder Map(string method, string pattern, Func<HttpContext, Task> answer) => Map(routes, method, pattern, answer);

    private static RouteHandlerBuilder Map(RouteGroupBuilder group, string method, string pattern, Func<HttpContext, Task> answer) =>
        group.MapMethods(pattern, [method], (Delegate)answer);

    private RouteGroupBuilder Group(string path, string tag) => app.MapGroup(path).WithTags(tag);

    private static TQueries Queries<TQueries>(HttpContext http)
        where TQueries : class => http.RequestServices.GetRequiredService<TQueries>();

    private JsonTypeInfo<T> Shape<T>() => (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));
}
