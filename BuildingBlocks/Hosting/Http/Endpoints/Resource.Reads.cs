namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

public sealed partial class Resource<TModule, TAggregate, TId, TView>
{
    /// <summary><c>GET .../{id}</c>.</summary>
    public RouteHandlerBuilder Get<TQueries>(Func<TQueries, TId, CancellationToken, Task<TView?>> find)
        where TQueries : class =>
        Read<TQueries>(
            Reading($"Get{typeof(TAggregate).Name}", shape),
            "/{id}",
            async (http, queries, id) => Shown(await find(queries, id, http.RequestAborted))
        );

    /// <summary><c>GET .../{id}?...</c>: as above, with parameters; others than these are refused.</summary>
    /// <param name="parameters">What may be asked.</param>
    /// <param name="read">Makes the question of the query string.</param>
    /// <param name="find">Finds it; null when there is none.</param>
    public RouteHandlerBuilder Get<TQueries, TQuestion>(
        QueryParameter[] parameters,
        Func<ListQuery, TQuestion> read,
        Func<TQueries, TId, TQuestion, CancellationToken, Task<TView?>> find
    )
        where TQueries : class =>
        Read<TQueries>(
            Reading($"Get{typeof(TAggregate).Name}", shape) with
            {
                Query = parameters,
            },
            "/{id}",
            async (http, queries, id) =>
            {
                var question = ListQuery.Read(http.Request, parameters, read);
                return question.Error is null ? Shown(await find(queries, id, question.Value, http.RequestAborted)) : question.Error;
            }
        );

    /// <summary><c>GET .../{id}/part?...</c> reads what belongs to one and has a form of its own.</summary>
    /// <param name="name">What it does, as one word: <c>ListPurchaseOrderVersions</c>.</param>
    /// <param name="part">Path under the resource: <c>versions</c>.</param>
    /// <param name="parameters">What may be asked; may be empty.</param>
    /// <param name="read">Makes the question of the query string.</param>
    /// <param name="find">Finds it, or refuses; null when there is no such resource.</param>
    /// <param name="tag">Entity tag of an answer (<see cref="ETag.Of"/>); null when answers have none.</param>
    public RouteHandlerBuilder Part<TQueries, TQuestion, TAnswer>(
        string name,
        string part,
        QueryParameter[] parameters,
        Func<ListQuery, TQuestion> read,
        Func<TQueries, TId, TQuestion, CancellationToken, Task<Result<TAnswer?>>> find,
        Func<TAnswer, string>? tag = null
    )
        where TQueries : class
        where TAnswer : class
    {
        var answer = Shape<TAnswer>();
        var operation = Reading(name, answer) with { Query = parameters };
        return Read<TQueries>(
            tag is null ? operation with { Headers = [], Answered = [], IsConditional = false } : operation,
            $"/{{id}}/{part}",
            async (http, queries, id) =>
            {
                var question = ListQuery.Read(http.Request, parameters, read);
                if (question.Error is not null)
                    return question.Error;
                var found = await find(queries, id, question.Value, http.RequestAborted);
                return found.Error is not null ? found.Error
                    : found.Value is { } there ? Answer.Ok(there, answer, tag?.Invoke(there))
                    : TAggregate.Absent;
            }
        );
    }

    /// <summary><c>GET .../{id}/part</c> lists what belongs to one and is numbered by its versions, page by page.</summary>
    /// <param name="name">What it does, as one word: <c>ListPurchaseOrderComments</c>.</param>
    /// <param name="part">Path under the resource: <c>comments</c>.</param>
    /// <param name="version">The version that an item came with.</param>
    /// <param name="list">Reads a page, and the version after which the next begins (null when there is no more); null when there is no such resource.</param>
    public RouteHandlerBuilder ListPart<TQueries, TItem>(
        string name,
        string part,
        Func<TItem, long> version,
        Func<TQueries, TId, HistoryRange, CancellationToken, Task<(IReadOnlyList<TItem> Items, long? Next)?>> list
    )
        where TQueries : class
    {
        var items = Shape<Items<TItem>>();
        QueryParameter[] parameters = [ListQuery.LimitParameter, ListQuery.CursorParameter];
        return Read<TQueries>(
            Reading(name, items) with
            {
                Query = parameters,
                Answered = ["ETag", "Link"],
            },
            $"/{{id}}/{part}",
            async (http, queries, id) =>
            {
                var range = ListQuery.Read(http.Request, parameters, query => new HistoryRange(query.AfterVersion, query.Limit));
                if (range.Error is not null)
                    return range.Error;
                if (await list(queries, id, range.Value, http.RequestAborted) is not { } page)
                    return TAggregate.Absent;
                var next = page.Next is { } after ? Cursor.Write(after) : null;
                Paging.LinkNext(http, next);
                var last = page.Items.Count > 0 ? version(page.Items[^1]) : range.Value.After;
                return Answer.Ok(new Items<TItem>(page.Items, next), items, ETag.OfPart(last, isLast: next is null));
            }
        );
    }

    /// <summary><c>GET .../{id}/history</c>, part by part, and <c>GET .../{id}/history/{version}</c>, which is never cut.</summary>
    public void History<TQueries>(
        Func<TQueries, TId, HistoryRange, CancellationToken, Task<HistoryPage?>> list,
        Func<TQueries, TId, long, CancellationToken, Task<HistoryItem?>> find
    )
        where TQueries : class
    {
        var item = Shape<HistoryItem>();
        ListPart<TQueries, HistoryItem>(
            $"List{typeof(TAggregate).Name}History",
            "history",
            entry => entry.Version,
            async (queries, id, range, cancellation) =>
                await list(queries, id, range, cancellation) is { } page ? (page.Items, page.Next) : null
        );
        Read<TQueries>(
            Reading($"Get{typeof(TAggregate).Name}HistoryItem", item) with
            {
                Path = new Dictionary<string, Facts>(Named<TId>())
                {
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

    private static Operation Reading(string name, JsonTypeInfo answer) =>
        new()
        {
            Name = name,
            Answer = answer,
            Path = Named<TId>(),
            Headers = ["If-None-Match-Read"],
            Answered = ["ETag"],
            IsConditional = true,
            Refusals = [Problems.Unreadable, TAggregate.Absent],
        };

    private Result<Answer> Shown(TView? found) =>
        found is null ? TAggregate.Absent : Answer.Ok(found, shape, ETag.Of(TView.Representation, found.Version));

    private RouteHandlerBuilder Read<TQueries>(
        Operation operation,
        string pattern,
        Func<HttpContext, TQueries, TId, Task<Result<Answer>>> read
    )
        where TQueries : class
    {
        return Map(HttpMethods.Get, pattern, Answered).WithMetadata(operation).Allows(readers);

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
}
