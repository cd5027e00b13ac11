namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

public sealed partial class Resource<TModule, TAggregate, TId, TView>
{
    /// <summary><c>GET</c> on the collection lists, page by page.</summary>
    /// <param name="filters">What may be asked besides <c>limit</c> and <c>cursor</c>.</param>
    /// <param name="read">Makes the filter of the query string.</param>
    /// <param name="list">Reads a page.</param>
    public RouteHandlerBuilder List<TQueries, TFilter, TItem>(
        QueryParameter[] filters,
        Func<ListQuery, TFilter> read,
        Func<TQueries, TFilter, CancellationToken, Task<Page<TItem>>> list
    )
        where TQueries : class => List(routes, $"List{typeof(TAggregate).Name}s", filters, read, list).Allows(readers);

    /// <summary><c>GET</c> of a list that is no collection of these resources but is about them, page by page.</summary>
    /// <param name="name">What it does, as one word: <c>ListApprovals</c>.</param>
    /// <param name="at">Its path, with its slash: <c>/approvals</c>.</param>
    /// <param name="heading">Heading in the document.</param>
    /// <param name="roles">Roles that may read it.</param>
    /// <param name="filters">What may be asked besides <c>limit</c> and <c>cursor</c>.</param>
    /// <param name="read">Makes the filter of the query string, which also knows who asks.</param>
    /// <param name="list">Reads a page.</param>
    public RouteHandlerBuilder ListAt<TQueries, TFilter, TItem>(
        string name,
        string at,
        string heading,
        string[] roles,
        QueryParameter[] filters,
        Func<ListQuery, TFilter> read,
        Func<TQueries, TFilter, CancellationToken, Task<Page<TItem>>> list
    )
        where TQueries : class => List(Group(at, heading), name, filters, read, list).Allows(roles);

    /// <summary><c>GET</c> of one answer about the whole collection.</summary>
    /// <param name="name">What it does, as one word: <c>SummarizePurchaseOrders</c>.</param>
    /// <param name="part">Path under the collection: <c>summary</c>.</param>
    /// <param name="filters">What may be asked.</param>
    /// <param name="read">Makes the filter of the query string.</param>
    /// <param name="find">Reads it.</param>
    public RouteHandlerBuilder Whole<TQueries, TFilter, TAnswer>(
        string name,
        string part,
        QueryParameter[] filters,
        Func<ListQuery, TFilter> read,
        Func<TQueries, TFilter, CancellationToken, Task<TAnswer>> find
    )
        where TQueries : class
    {
        var shape = Shape<TAnswer>();
        return Map(HttpMethods.Get, $"/{part}", Answered)
            .WithMetadata(
                new Operation
                {
                    Name = name,
                    Answer = shape,
                    Query = filters,
                    Refusals = [Problems.Unreadable],
                }
            )
            .Allows(readers);

        async Task Answered(HttpContext http)
        {
            var filter = ListQuery.Read(http.Request, filters, read);
            if (filter.Error is not null)
            {
                await Problems.Write(http, filter.Error);
                return;
            }
            TAnswer answer;
            using (Admission.Enter(http))
                answer = await find(Queries<TQueries>(http), filter.Value, http.RequestAborted);
            await Answer.Ok(answer, shape, tag: null).Send(http);
        }
    }

    /// <summary><c>GET</c> of the collection as a table (CSV, RFC 4180), row by row.</summary>
    /// <param name="part">Path under the collection: <c>export.csv</c>.</param>
    /// <param name="filters">What may be asked.</param>
    /// <param name="read">Makes the filter of the query string.</param>
    /// <param name="rows">
    /// Reads the rows, as many cells each as there are columns; null is an empty cell. It waits while the client reads, so it must not
    /// keep a connection from one page of rows to the next: <see cref="Pages.All"/>.
    /// </param>
    /// <param name="columns">Names of the columns.</param>
    public RouteHandlerBuilder Export<TQueries, TFilter>(
        string part,
        QueryParameter[] filters,
        Func<ListQuery, TFilter> read,
        Func<TQueries, TFilter, CancellationToken, IAsyncEnumerable<IReadOnlyList<string?>>> rows,
        IReadOnlyList<string> columns
    )
        where TQueries : class
    {
        var file = $"{path.Trim('/')}.csv";
        return Map(HttpMethods.Get, $"/{part}", Answered)
            .WithMetadata(
                new Operation
                {
                    Name = $"Export{typeof(TAggregate).Name}s",
                    Answer = null,
                    Columns = columns,
                    Query = filters,
                    Refusals = [Problems.Unreadable],
                },
                new RequestTimeoutAttribute(CsvAnswer.TimeLimit)
            )
            .Allows(readers);

        Task Answered(HttpContext http)
        {
            var filter = ListQuery.Read(http.Request, filters, read);
            return filter.Error is null
                ? CsvAnswer.Send(
                    http,
                    file,
                    columns,
                    rows(Queries<TQueries>(http), filter.Value, http.RequestAborted),
                    () => Admission.Enter(http)
                )
                : Problems.Write(http, filter.Error);
        }
    }

    private RouteHandlerBuilder List<TQueries, TFilter, TItem>(
        RouteGroupBuilder group,
        string name,
        QueryParameter[] filters,
        Func<ListQuery, TFilter> read,
        Func<TQueries, TFilter, CancellationToken, Task<Page<TItem>>> list
    )
        where TQueries : class
    {
        QueryParameter[] parameters = [.. filters, ListQuery.LimitParameter, ListQuery.CursorParameter];
        var items = Shape<Items<TItem>>();
        return Map(group, HttpMethods.Get, "", Page)
            .WithMetadata(
                new Operation
                {
                    Name = name,
                    Answer = items,
                    Query = parameters,
                    Answered = ["Link"],
                    Refusals = [Problems.Unreadable],
                }
            );

        Task Page(HttpContext http) =>
            Paging.Answer(http, parameters, read, (filter, ct) => list(Queries<TQueries>(http), filter, ct), items);
    }
}
