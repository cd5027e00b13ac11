namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// Endpoints over a service that is no aggregate's use case and commits by itself. To callers they are like those of a
/// <see cref="Resource{TModule, TAggregate, TId, TView}"/>: strict bodies, problems, conditions, keys, pages and description are the same.
/// </summary>
/// <typeparam name="TService">What answers, out of the request's scope.</typeparam>
public sealed class Desk<TService>
    where TService : class
{
    private readonly RouteGroupBuilder routes;
    private readonly string path;
    private readonly string[] roles;
    private readonly JsonSerializerOptions json;
    private readonly TimeProvider clock;

    /// <param name="app">Where the endpoints are added.</param>
    /// <param name="path">What all paths begin with, with its slash: <c>/ops</c>.</param>
    /// <param name="tag">Heading in the document.</param>
    /// <param name="roles">Roles that may call.</param>
    /// <param name="types">Serialisation metadata of bodies and representations.</param>
    public Desk(IEndpointRouteBuilder app, string path, string tag, string[] roles, IJsonTypeInfoResolver types)
    {
        this.path = path;
        this.roles = roles;
        routes = app.MapGroup(path).WithTags(tag);
        json = StrictJson.Options(types, CommonJson.Default);
        clock = app.ServiceProvider.GetRequiredService<TimeProvider>();
    }

    /// <summary><c>GET</c> of what there is one of and what has no version.</summary>
    /// <param name="name">What it does, as one word.</param>
    /// <param name="pattern">Path under the desk's.</param>
    /// <param name="read">Reads it.</param>
    public void Get<TView>(string name, string pattern, Func<TService, CancellationToken, Task<TView>> read)
    {
        var shape = Shape<TView>();
        Map(
            HttpMethods.Get,
            pattern,
            new Operation { Name = name, Answer = shape },
            async http =>
            {
                TView view;
                using (Admission.Enter(http))
                    view = await read(Service(http), http.RequestAborted);
                await Answer.Ok(view, shape, tag: null).Send(http);
            }
        );
    }

    /// <summary><c>GET</c> of one by its identifier, called <c>id</c> in the pattern.</summary>
    /// <param name="name">What it does, as one word.</param>
    /// <param name="pattern">Path under the desk's.</param>
    /// <param name="absent">The refusal when there is none.</param>
    /// <param name="find">Finds it; null when there is none.</param>
    public void Find<TId, TView>(string name, string pattern, Error absent, Func<TService, TId, CancellationToken, Task<TView?>> find)
        where TId : struct, ITypedId<TId>
        where TView : class, IRepresentation
    {
        var shape = Shape<TView>();
        var operation = new Operation
        {
            Name = name,
            Answer = shape,
            Path = new Dictionary<string, Facts> { ["id"] = Named<TId>() },
            Headers = ["If-None-Match-Read"],
            Answered = ["ETag"],
            IsConditional = true,
            Refusals = [Problems.Unreadable, absent],
        };
        Map(
                HttpMethods.Get,
                pattern,
                operation,
                async http =>
                {
                    var id = RouteId.Read<TId>(http);
                    if (id.Error is not null)
                    {
                        await Problems.Write(http, id.Error);
                        return;
                    }
                    TView? view;
                    using (Admission.Enter(http))
                        view = await find(Service(http), id.Value, http.RequestAborted);
                    await (view is null ? Problems.Write(http, absent) : Answer.Ok(view, shape, TagOf(view)).Send(http));
                }
            )
            .WithMetadata(new IdPrefix(TId.Prefix));
    }

    /// <summary><c>GET</c> of a list, page by page.</summary>
    /// <param name="name">What it does, as one word.</param>
    /// <param name="pattern">Path under the desk's.</param>
    /// <param name="filters">What may be asked besides <c>limit</c> and <c>cursor</c>.</param>
    /// <param name="read">Makes the filter of the query string.</param>
    /// <param name="list">Reads a page.</param>
    public void List<TFilter, TItem>(
        string name,
        string pattern,
        QueryParameter[] filters,
        Func<ListQuery, TFilter> read,
        Func<TService, TFilter, CancellationToken, Task<Page<TItem>>> list
    )
    {
        QueryParameter[] parameters = [.. filters, ListQuery.LimitParameter, ListQuery.CursorParameter];
        var shape = Shape<Items<TItem>>();
        var operation = new Operation
        {
            Name = name,
            Answer = shape,
            Query = parameters,
            Answered = ["Link"],
            Refusals = [Problems.Unreadable],
        };
        Map(
            HttpMethods.Get,
            pattern,
            operation,
            http => Paging.Answer(http, parameters, read, (filter, ct) => list(Service(http), filter, ct), shape)
        );
    }

    /// <summary><c>POST</c> to one by its identifier, called <c>id</c> in the pattern; conditions count.</summary>
    /// <param name="name">What it does, as one word.</param>
    /// <param name="pattern">Path under the desk's.</param>
    /// <param name="execute">Does it, and commits it with the answer to keep.</param>
    public RouteHandlerBuilder Change<TId, TBody, TView>(
        string name,
        string pattern,
        Func<TService, TId, Command<TBody, TView>, Task<Result<Performed<TView>>>> execute
    )
        where TId : struct, ITypedId<TId>
        where TBody : class
        where TView : class, IRepresentation
    {
        var (body, shape) = (Shape<TBody>(), Shape<TView>());
        var operation = Changing(name, body, shape) with
        {
            Path = new Dictionary<string, Facts> { ["id"] = Named<TId>() },
            Answered = ["ETag", "Idempotency-Replayed"],
        };
        return Map(
                HttpMethods.Post,
                pattern,
                operation,
                async http =>
                {
                    var request = await ChangeRequest.Read(http, TView.Representation, RequestBody.OrdinaryBytes);
                    var (id, asked) = (RouteId.Read<TId>(http), request.Json(body));
                    if ((request.Fault ?? id.Error ?? asked.Error) is { } unreadable)
                    {
                        await Problems.Write(http, unreadable);
                        return;
                    }
                    await Send<TBody, TView>(
                        request,
                        request.Fingerprint(path + pattern, id.Value.Value),
                        asked.Value,
                        view => Answer.Ok(view, shape, TagOf(view)),
                        command => execute(Service(http), id.Value, command)
                    );
                }
            )
            .WithMetadata(new IdPrefix(TId.Prefix));
    }

    /// <summary><c>POST</c> of something to be done to what has no version.</summary>
    /// <param name="name">What it does, as one word.</param>
    /// <param name="pattern">Path under the desk's.</param>
    /// <param name="parts">Parts of the pattern and what holds of them.</param>
    /// <param name="execute">Does it, and commits it with the answer to keep.</param>
    public RouteHandlerBuilder Post<TBody, TView>(
        string name,
        string pattern,
        IReadOnlyDictionary<string, Facts> parts,
        Func<TService, Command<TBody, TView>, Task<Result<Performed<TView>>>> execute
    )
        where TBody : class
        where TView : class
    {
        var (body, shape) = (Shape<TBody>(), Shape<TView>());
        return Map(
            HttpMethods.Post,
            pattern,
            Changing(name, body, shape) with
            {
                Path = parts,
                Answered = ["Idempotency-Replayed"],
            },
            async http =>
            {
                var request = await ChangeRequest.Read(http, representation: 1, RequestBody.OrdinaryBytes);
                var asked = request.Json(body);
                if ((request.Fault ?? (request.When.Demanded ? Edge<TService>.Unmet : asked.Error)) is { } unreadable)
                {
                    await Problems.Write(http, unreadable);
                    return;
                }
                await Send<TBody, TView>(
                    request,
                    request.Fingerprint(
                        $"{path}{pattern} {string.Join(' ', parts.Keys.Select(part => http.Request.RouteValues[part]))}",
                        default
                    ),
                    asked.Value,
                    view => Answer.Ok(view, shape, tag: null),
                    command => execute(Service(http), command)
                );
            }
        );
    }

    private async Task Send<TBody, TView>(
        ChangeRequest request,
        byte[] fingerprint,
        TBody body,
        Func<TView, Answer> render,
        Func<Command<TBody, TView>, Task<Result<Performed<TView>>>> execute
    )
        where TView : class
    {
        var http = request.Http;
        var repeatable = request.Key is { } key
            ? new Repeatable<TView>(request.Client, key, view => Stored(request.Client, key, fingerprint, render(view)))
            : null;
        Result<Performed<TView>> outcome;
        using (Admission.Enter(http))
            outcome = await execute(new Command<TBody, TView>(http, body, request.When, repeatable));
        if (outcome.Error is { } refusal)
            await Problems.Write(http, refusal == Error.Stale && request.When.Demanded ? Edge<TService>.Unmet : refusal);
        else if (outcome.Value.Earlier is not { } earlier)
            await render(outcome.Value.Value!).Send(http);
        else if (!CryptographicOperations.FixedTimeEquals(earlier.Fingerprint, fingerprint))
            await Problems.Write(http, Edge<TService>.KeyReused);
        else
        {
            http.Response.Headers["Idempotency-Replayed"] = "true";
            await new Answer(earlier.Status, earlier.Body, earlier.ETag, earlier.Location).Send(http);
        }
    }

    private StoredAnswer Stored(string client, string key, byte[] fingerprint, Answer answer) =>
        new()
        {
            Client = client,
            Key = key,
            Fingerprint = fingerprint,
            Status = answer.Status,
            Body = answer.Body,
            ETag = answer.ETag,
            Location = answer.Location,
            CreatedAt = clock.Now(),
        };

    private static Operation Changing<TBody>(string name, JsonTypeInfo<TBody> body, JsonTypeInfo answer) =>
        new()
        {
            Name = name,
            Body = body,
            MostBytes = RequestBody.OrdinaryBytes,
            Answer = answer,
            Headers = ["Idempotency-Key", "If-Match", "If-None-Match"],
            Refusals = [.. Edge<TService>.Refusals, .. typeof(TBody) == typeof(NoBody) ? [] : new[] { FieldErrors.Refusal }],
        };

    private static Facts Named<TId>()
        where TId : struct, ITypedId<TId> => TId.Facts with { Description = "Its identifier; the prefix may be left out." };

    private static string TagOf<TView>(TView view)
        where TView : IRepresentation => ETag.Of(TView.Representation, view.Version);

    private RouteHandlerBuilder Map(string method, string pattern, Operation operation, Func<HttpContext, Task> answer) =>
        routes.MapMethods(pattern, [method], (Delegate)answer).WithMetadata(operation).Allows(roles);

    private static TService Service(HttpContext http) => http.RequestServices.GetRequiredService<TService>();

    private JsonTypeInfo<T> Shape<T>() => (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));
}
