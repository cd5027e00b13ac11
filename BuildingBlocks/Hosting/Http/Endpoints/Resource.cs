namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>
/// The endpoints of one kind of resource. Registering one says verb, use case and body, and with <c>Allows</c> the roles; reading the request,
/// conditions, idempotency, commit, answer and description are the same for all and stand here. Members of the JSON are those of
/// <typeparamref name="TView"/>.
/// </summary>
/// <typeparam name="TModule">Whose it is.</typeparam>
/// <typeparam name="TAggregate">What is changed.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
/// <typeparam name="TView">How it is shown.</typeparam>
public sealed class Resource<TModule, TAggregate, TId, TView>
    where TAggregate : Aggregate<TId>, IFindable
    where TId : struct, ITypedId<TId>
    where TView : class, IRepresentation
{
    private readonly RouteGroupBuilder routes;
    private readonly string path;
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
        this.path = path;
        this.readers = readers;
        this.show = show;
        routes = app.MapGroup(path).WithTags(tag).WithMetadata(new IdPrefix(TId.Prefix));
        json = StrictJson.Options(types, CommonJson.Default);
        shape = Shape<TView>();
        edge = app.ServiceProvider.GetRequiredService<Edge<TModule>>();
    }

    /// <summary><c>POST</c> on the collection makes a new one.</summary>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    /// <param name="by">Another way to make one, as a path under the collection: <c>/import</c>.</param>
    public RouteHandlerBuilder Create<TUseCase, TBody>(
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute,
        int mostBytes = RequestBody.OrdinaryBytes,
        string by = ""
    )
        where TUseCase : class
        where TBody : class
    {
        var body = Shape<TBody>();
        return Map(HttpMethods.Post, by, http => Make(http, by, body, execute, mostBytes))
            .WithMetadata(
                Changing(typeof(TUseCase).Name, body, mostBytes, []) with
                {
                    Status = StatusCodes.Status201Created,
                    Answered = ["ETag", "Location", "Idempotency-Replayed"],
                }
            );
    }

    /// <summary><c>POST .../{id}/verb</c> without a body.</summary>
    public RouteHandlerBuilder Post<TUseCase>(string verb, Func<TUseCase, Call<TId, NoBody>, Task<Result<TAggregate>>> execute)
        where TUseCase : class => Post<TUseCase, NoBody>(verb, execute);

    /// <summary><c>POST .../{id}/verb</c> with a body.</summary>
    public RouteHandlerBuilder Post<TUseCase, TBody>(string verb, Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute)
        where TUseCase : class
        where TBody : class => Change(HttpMethods.Post, $"/{verb}", execute, RequestBody.OrdinaryBytes);

    /// <summary><c>PATCH .../{id}</c> replaces the members that the body has (RFC 7396).</summary>
    public RouteHandlerBuilder Patch<TUseCase, TBody>(Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute)
        where TUseCase : class
        where TBody : class => Change(HttpMethods.Patch, "", execute, RequestBody.OrdinaryBytes);

    /// <summary><c>PUT .../{id}/part</c> replaces a part.</summary>
    /// <param name="part">Path of the part under the resource.</param>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    public RouteHandlerBuilder Put<TUseCase, TBody>(
        string part,
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute,
        int mostBytes = RequestBody.OrdinaryBytes
    )
        where TUseCase : class
        where TBody : class => Change(HttpMethods.Put, $"/{part}", execute, mostBytes);

    /// <summary><c>GET .../{id}</c>.</summary>
    public void Get<TQueries>(Func<TQueries, TId, CancellationToken, Task<TView?>> find)
        where TQueries : class =>
        Read<TQueries>(
            Reading($"Get{typeof(TAggregate).Name}", shape),
            "/{id}",
            async (http, queries, id) =>
                await find(queries, id, http.RequestAborted) is { } found
                    ? Answer.Ok(found, shape, ETag.Of(TView.Representation, found.Version))
                    : TAggregate.Absent
        );

    /// <summary><c>GET .../{id}/history</c>, part by part, and <c>GET .../{id}/history/{version}</c>, which is never cut.</summary>
    public void History<TQueries>(
        Func<TQueries, TId, HistoryRange, CancellationToken, Task<HistoryPage?>> list,
        Func<TQueries, TId, long, CancellationToken, Task<HistoryItem?>> find
    )
        where TQueries : class
    {
        var (items, item) = (Shape<Items<HistoryItem>>(), Shape<HistoryItem>());
        QueryParameter[] parameters = [ListQuery.LimitParameter, ListQuery.CursorParameter];
        Read<TQueries>(
            Reading($"List{typeof(TAggregate).Name}History", items) with
            {
                Query = parameters,
                Answered = ["ETag", "Link"],
            },
            "/{id}/history",
            async (http, queries, id) =>
            {
                var query = new ListQuery(http.Request, parameters);
                var range = query.Built(new HistoryRange(query.AfterVersion, query.Limit));
                if (range.Error is not null)
                    return range.Error;
                if (await list(queries, id, range.Value, http.RequestAborted) is not { } page)
                    return TAggregate.Absent;
                var next = page.Next is { } version ? Cursor.Write(version) : null;
                Paging.LinkNext(http, next);
                var last = page.Items.Count > 0 ? page.Items[^1].Version : range.Value.After;
                return Answer.Ok(new Items<HistoryItem>(page.Items, next), items, ETag.OfPart(last, isLast: next is null));
            }
        );
        Read<TQueries>(
            Reading($"Get{typeof(TAggregate).Name}HistoryItem", item) with
            {
                Path = new Dictionary<string, Facts>
                {
                    ["id"] = Named,
                    ["version"] = AggregateVersion.Facts with { Description = "The version after what is asked for." },
                },
            },
            "/{id}/history/{version}",
            async (http, queries, id) =>
            {
                var version = RouteId.Version(http);
                if (version.Error is not null)
                    return version.Error;
                return await find(queries, id, version.Value, http.RequestAborted) is { } found
                    ? Answer.Ok(found, item, ETag.OfPart(version.Value, isLast: true))
                    : TAggregate.Absent;
            }
        );
    }

    /// <summary><c>GET</c> on the collection lists, page by page.</summary>
    /// <param name="filters">What may be asked besides <c>limit</c> and <c>cursor</c>.</param>
    /// <param name="read">Makes the filter of the query string.</param>
    /// <param name="list">Reads a page.</param>
    public void List<TQueries, TFilter, TItem>(
        QueryParameter[] filters,
        Func<ListQuery, TFilter> read,
        Func<TQueries, TFilter, CancellationToken, Task<Page<TItem>>> list
    )
        where TQueries : class
    {
        QueryParameter[] parameters = [.. filters, ListQuery.LimitParameter, ListQuery.CursorParameter];
        var items = Shape<Items<TItem>>();
        Map(HttpMethods.Get, "", Page)
            .WithMetadata(
                new Operation
                {
                    Name = $"List{typeof(TAggregate).Name}s",
                    Answer = items,
                    Query = parameters,
                    Answered = ["Link"],
                    Refusals = [Problems.Unreadable],
                }
            )
            .Allows(readers);

        Task Page(HttpContext http) =>
            Paging.Answer(http, parameters, read, (filter, ct) => list(Queries<TQueries>(http), filter, ct), items);
    }

    private RouteHandlerBuilder Change<TUseCase, TBody>(
        string method,
        string part,
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute,
        int mostBytes
    )
        where TUseCase : class
        where TBody : class
    {
        var body = Shape<TBody>();
        return Map(method, $"/{{id}}{part}", http => Change(http, part, body, execute, mostBytes))
            .WithMetadata(
                Changing(typeof(TUseCase).Name, body, mostBytes, [TAggregate.Absent, Error.Stale, Illegal]) with
                {
                    Path = new Dictionary<string, Facts> { ["id"] = Named },
                }
            );
    }

    private async Task Make<TUseCase, TBody>(
        HttpContext http,
        string by,
        JsonTypeInfo<TBody> type,
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute,
        int mostBytes
    )
        where TUseCase : class
        where TBody : class
    {
        var request = await ChangeRequest.Read(http, TView.Representation, mostBytes);
        var body = request.Json(type);
        // No version of what is still to be made can be demanded.
        if ((request.Fault ?? (request.When.Demanded ? Edge<TModule>.Unmet : body.Error)) is { } unreadable)
        {
            await Problems.Write(http, unreadable);
            return;
        }
        var call = new Call<TId, TBody>(http, default, body.Value, request.When);
        await edge.Change<TUseCase, TAggregate>(
            request,
            () => request.Fingerprint(path + by, Guid.Empty),
            use => execute(use, call),
            made => Render(made, StatusCodes.Status201Created) with { Location = $"{path}/{TypedId.Format(made.Id)}" }
        );
    }

    private async Task Change<TUseCase, TBody>(
        HttpContext http,
        string part,
        JsonTypeInfo<TBody> type,
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute,
        int mostBytes
    )
        where TUseCase : class
        where TBody : class
    {
        var request = await ChangeRequest.Read(http, TView.Representation, mostBytes);
        var id = RouteId.Read<TId>(http);
        var body = request.Json(type);
        if ((request.Fault ?? id.Error ?? body.Error) is { } unreadable)
        {
            await Problems.Write(http, unreadable);
            return;
        }
        var call = new Call<TId, TBody>(http, id.Value, body.Value, request.When);
        await edge.Change<TUseCase, TAggregate>(
            request,
            () => request.Fingerprint(path + part, id.Value.Value),
            use => execute(use, call),
            changed => Render(changed, StatusCodes.Status200OK)
        );
    }

    private Answer Render(TAggregate aggregate, int status) =>
        new(
            status,
            JsonSerializer.SerializeToUtf8Bytes(show(aggregate), shape),
            ETag.Of(TView.Representation, aggregate.Version),
            Location: null
        );

    private Operation Changing<TBody>(string name, JsonTypeInfo<TBody> body, int mostBytes, Error[] refusals) =>
        new()
        {
            Name = name,
            Body = body,
            MostBytes = mostBytes,
            Answer = shape,
            Headers = ["Idempotency-Key", "If-Match", "If-None-Match"],
            Answered = ["ETag", "Idempotency-Replayed"],
            Refusals = [.. Edge<TModule>.Refusals, .. typeof(TBody) == typeof(NoBody) ? [] : new[] { FieldErrors.Refusal }, .. refusals],
        };

    private static Operation Reading(string name, JsonTypeInfo answer) =>
        new()
        {
            Name = name,
            Answer = answer,
            Path = new Dictionary<string, Facts> { ["id"] = Named },
            Headers = ["If-None-Match-Read"],
            Answered = ["ETag"],
            IsConditional = true,
            Refusals = [Problems.Unreadable, TAggregate.Absent],
        };

    private static Facts Named => TId.Facts with { Description = "Its identifier; the prefix may be left out." };

    private static readonly Error Illegal = Error.Conflict("ILLEGAL_TRANSITION", "The state it is in does not allow it.");

    private void Read<TQueries>(Operation operation, string pattern, Func<HttpContext, TQueries, TId, Task<Result<Answer>>> read)
        where TQueries : class
    {
        Map(HttpMethods.Get, pattern, Answered).WithMetadata(operation).Allows(readers);

        async Task Answered(HttpContext http)
        {
            var id = RouteId.Read<TId>(http);
            if (id.Error is not null)
            {
                await Problems.Write(http, id.Error);
                return;
            }
            Result<Answer> answer;
            using (Admission.Enter(http))
                answer = await read(http, Queries<TQueries>(http), id.Value);
            await (answer.Error is null ? answer.Value.Send(http) : Problems.Write(http, answer.Error));
        }
    }

    private RouteHandlerBuilder Map(string method, string pattern, Func<HttpContext, Task> answer) =>
        routes.MapMethods(pattern, [method], (Delegate)answer);

    private static TQueries Queries<TQueries>(HttpContext http)
        where TQueries : class => http.RequestServices.GetRequiredService<TQueries>();

    private JsonTypeInfo<T> Shape<T>() => (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));
}
