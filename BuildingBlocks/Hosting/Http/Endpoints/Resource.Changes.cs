namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

public sealed partial class Resource<TModule, TAggregate, TId, TView>
{
    /// <summary><c>POST</c> on the collection makes a new one.</summary>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    /// <param name="by">Another way to make one, as a path under the collection: <c>/import</c>.</param>
    /// <param name="contends">What those that are made at once contend for, as far as the body says it: after the first lost race they take
    /// turns; null when they contend for nothing.</param>
    public RouteHandlerBuilder Create<TUseCase, TBody>(
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute,
        int mostBytes = RequestBody.OrdinaryBytes,
        string by = "",
        Func<TBody, Guid?>? contends = null
    )
        where TUseCase : class
        where TBody : class
    {
        var body = Shape<TBody>();
        return Map(HttpMethods.Post, by, http => Make(http, body, mostBytes, by, execute, Made, contends))
            .WithMetadata(Creating(typeof(TUseCase).Name, body, mostBytes, []));
    }

    /// <summary>
    /// <c>POST</c> of many new ones, in one commit with the stored answer, so that a repetition under the key makes none twice. 201 when all
    /// were made, 207 when some were refused; 422 <see cref="Batch.Refused"/> when none was made because of some.
    /// </summary>
    /// <param name="by">Path under the collection: <c>/batch</c>.</param>
    /// <param name="execute">Calls the use case, which answers row by row.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    public RouteHandlerBuilder CreateMany<TUseCase, TBody>(
        string by,
        Func<TUseCase, Call<TId, TBody>, Task<Result<IReadOnlyList<Result<TAggregate>>>>> execute,
        int mostBytes
    )
        where TUseCase : class
        where TBody : class
    {
        var (body, results) = (Shape<TBody>(), Shape<BatchResults>());
        return Map(HttpMethods.Post, by, http => Make(http, body, mostBytes, by, execute, rows => MadeMany(rows, results)))
            .WithMetadata(
                Changing(typeof(TUseCase).Name, body, mostBytes, [Batch.Refused]) with
                {
                    Status = StatusCodes.Status201Created,
                    OtherStatus = StatusCodes.Status207MultiStatus,
                    Answer = results,
                    Answered = ["Idempotency-Replayed"],
                }
            );
    }

    /// <summary>
    /// <c>POST /parents/{id}/part</c> makes a new one that belongs to another resource; the answer is as if it had been made in its own
    /// collection. Conditions are about the parent, and it is up to the use case to ask <c>call.When</c> whether they are met
    /// (<see cref="Error.Stale"/> when not); the entity tag in the answer is that of what was made.
    /// </summary>
    /// <param name="parentPath">Path of the parents' collection, with its slash: <c>/purchase-orders</c>.</param>
    /// <param name="part">Path under the parent: <c>goods-receipts</c>.</param>
    /// <param name="execute">Calls the use case; <c>call.Id</c> is the parent.</param>
    /// <param name="parentAbsent">The refusal when there is no such parent.</param>
    /// <param name="parentRepresentation">Number of the shape of the parent, whose entity tags count.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    public RouteHandlerBuilder CreateUnder<TParentId, TUseCase, TBody>(
        string parentPath,
        string part,
        Func<TUseCase, Call<TParentId, TBody>, Task<Result<TAggregate>>> execute,
        Error parentAbsent,
        int parentRepresentation,
        int mostBytes = RequestBody.OrdinaryBytes
    )
        where TParentId : struct, ITypedId<TParentId>
        where TUseCase : class
        where TBody : class
    {
        var body = Shape<TBody>();
        return Map(Group(parentPath, tag), HttpMethods.Post, $"/{{id}}/{part}", Answered)
            .WithMetadata(
                new IdPrefix(TParentId.Prefix),
                Creating(typeof(TUseCase).Name, body, mostBytes, [parentAbsent, Error.Stale, Illegal]) with
                {
                    Path = Named<TParentId>(),
                }
            );

        async Task Answered(HttpContext http)
        {
            var request = await ChangeRequest.Read(http, parentRepresentation, mostBytes);
            await Run(request, RouteId.Read<TParentId>(http), body, (parentPath, $"/{part}"), execute, Made);
        }
    }

    /// <summary><c>POST .../{id}/verb</c> without a body.</summary>
    public RouteHandlerBuilder Post<TUseCase>(string verb, Func<TUseCase, Call<TId, NoBody>, Task<Result<TAggregate>>> execute)
        where TUseCase : class => Post<TUseCase, NoBody>(verb, execute);

    /// <summary><c>POST .../{id}/verb</c> with a body.</summary>
    /// <param name="verb">Path of the verb under the resource.</param>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    public RouteHandlerBuilder Post<TUseCase, TBody>(
        string verb,
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAggregate>>> execute,
        int mostBytes = RequestBody.OrdinaryBytes
    )
        where TUseCase : class
        where TBody : class => Change(HttpMethods.Post, $"/{verb}", execute, mostBytes);

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

    /// <summary><c>DELETE .../{id}</c> ends it; it is answered as it is then, and can still be read.</summary>
    public RouteHandlerBuilder Delete<TUseCase>(Func<TUseCase, Call<TId, NoBody>, Task<Result<TAggregate>>> execute)
        where TUseCase : class => Change(HttpMethods.Delete, "", execute, RequestBody.OrdinaryBytes);

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
        return Map(method, $"/{{id}}{part}", Answered)
            .WithMetadata(
                Changing(typeof(TUseCase).Name, body, mostBytes, [TAggregate.Absent, Error.Stale, Illegal]) with
                {
                    Path = Named<TId>(),
                }
            );

        async Task Answered(HttpContext http)
        {
            var request = await ChangeRequest.Read(http, TView.Representation, mostBytes);
            await Run(request, RouteId.Read<TId>(http), body, (path, part), execute, Changed);
        }
    }

    private async Task Make<TUseCase, TBody, T>(
        HttpContext http,
        JsonTypeInfo<TBody> body,
        int mostBytes,
        string by,
        Func<TUseCase, Call<TId, TBody>, Task<Result<T>>> execute,
        Func<T, Answer> render,
        Func<TBody, Guid?>? contends = null
    )
        where TUseCase : class
        where TBody : class
    {
        var request = await ChangeRequest.Read(http, TView.Representation, mostBytes);
        // No version of what is still to be made can be demanded.
        if (request.Fault is null && request.When.Demanded)
            await Problems.Write(http, Edge<TModule>.Unmet);
        else
            await Run(request, (Result<TId>)default(TId), body, (path, by), execute, render, contends);
    }

    /// <param name="request">What is asked for.</param>
    /// <param name="id">The resource, or what is wrong with its name; the default when it is still to be made.</param>
    /// <param name="shape">Of the body.</param>
    /// <param name="at">Path of the collection that <paramref name="id"/> is in, and of what is asked under it.</param>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="render">Makes the answer.</param>
    /// <param name="contends">What it contends for besides the resource; null for nothing.</param>
    private async Task Run<TKey, TUseCase, TBody, T>(
        ChangeRequest request,
        Result<TKey> id,
        JsonTypeInfo<TBody> shape,
        (string Collection, string Part) at,
        Func<TUseCase, Call<TKey, TBody>, Task<Result<T>>> execute,
        Func<T, Answer> render,
        Func<TBody, Guid?>? contends = null
    )
        where TKey : struct, ITypedId<TKey>
        where TUseCase : class
        where TBody : class
    {
        await Decide(request, id, request.Json(shape), at, execute, render, contends);
    }

    private async Task Decide<TKey, TUseCase, TBody, T>(
        ChangeRequest request,
        Result<TKey> id,
        Result<TBody> body,
        (string Collection, string Part) at,
        Func<TUseCase, Call<TKey, TBody>, Task<Result<T>>> execute,
        Func<T, Answer> render,
        Func<TBody, Guid?>? contends = null
    )
        where TKey : struct, ITypedId<TKey>
        where TUseCase : class
    {
        if ((request.Fault ?? id.Error ?? body.Error) is { } unreadable)
        {
            await Problems.Write(request.Http, unreadable);
            return;
        }
        var call = new Call<TKey, TBody>(request.Http, id.Value, body.Value, request.When);
        await edge.Change<TUseCase, T>(
            request,
            (at.Collection, contends?.Invoke(body.Value) ?? id.Value.Value),
            () => request.Fingerprint(at.Collection + at.Part, id.Value.Value),
            use => execute(use, call),
            render
        );
    }

    private Answer Changed(TAggregate changed) => Render(changed, StatusCodes.Status200OK);

    private Answer Made(TAggregate made) =>
        Render(made, StatusCodes.Status201Created) with
        {
            Location = $"{path}/{TypedId.Format(made.Id)}",
        };

    private static Answer MadeMany(IReadOnlyList<Result<TAggregate>> rows, JsonTypeInfo<BatchResults> shape)
    {
        var results = rows.Select(
                (row, index) =>
                    row.Error is { } error ? RowResult.Refused(index, error) : RowResult.Made(index, TypedId.Format(row.Value.Id))
            )
            .ToList();
        return new Answer(
            rows.All(row => row.Error is null) ? StatusCodes.Status201Created : StatusCodes.Status207MultiStatus,
            JsonSerializer.SerializeToUtf8Bytes(new BatchResults(results), shape),
            ETag: null,
            Location: null
        );
    }

    private Answer Render(TAggregate aggregate, int status) =>
        new(
            status,
            JsonSerializer.SerializeToUtf8Bytes(show(aggregate), shape),
            ETag.Of(TView.Representation, aggregate.Version),
            Location: null
        );

    private Operation Creating<TBody>(string name, JsonTypeInfo<TBody> body, int mostBytes, Error[] refusals) =>
        Changing(name, body, mostBytes, refusals) with
        {
            Status = StatusCodes.Status201Created,
            Answered = ["ETag", "Location", "Idempotency-Replayed"],
        };

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
}
