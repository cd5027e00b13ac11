namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

public sealed partial class Resource<TModule, TAggregate, TId, TView>
{
    /// <summary>
    /// <c>GET .../{id}/part</c> hands a file out. Handing it out for the first time may change the resource, and is committed before the file
    /// is sent; later the same file is sent again.
    /// </summary>
    /// <param name="part">Path under the resource: <c>pain.001</c>.</param>
    /// <param name="mediaType">What the file is: <c>application/xml</c>.</param>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="file">The file, as text, of the resource as it is then.</param>
    public RouteHandlerBuilder HandOut<TUseCase>(
        string part,
        string mediaType,
        Func<TUseCase, Call<TId, NoBody>, Task<Result<TAggregate>>> execute,
        Func<TAggregate, string> file
    )
        where TUseCase : class
    {
        return Map(HttpMethods.Get, $"/{{id}}/{part}", Answered)
            .WithMetadata(
                new Operation
                {
                    Name = typeof(TUseCase).Name,
                    Answer = null,
                    FileGiven = mediaType,
                    Path = Named<TId>(),
                    Refusals = [Problems.Unreadable, TAggregate.Absent, Error.Stale, Illegal],
                }
            );

        Task Answered(HttpContext http) =>
            Run(ChangeRequest.OfRead(http), RouteId.Read<TId>(http), Shape<NoBody>(), (path, $"/{part}"), execute, Rendered);

        Answer Rendered(TAggregate handed) =>
            new(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(file(handed)), ETag: null, Location: null)
            {
                MediaType = $"{mediaType}; charset=utf-8",
            };
    }

    /// <summary><c>POST .../{id}/part</c> takes a file.</summary>
    /// <param name="part">Path under the resource: <c>pain.002</c>.</param>
    /// <param name="mediaType">What the file has to be: <c>application/xml</c>, in UTF-8.</param>
    /// <param name="execute">Calls the use case; <c>call.Body</c> is the file.</param>
    /// <param name="mostBytes">Most bytes of the file.</param>
    public RouteHandlerBuilder TakeIn<TUseCase>(
        string part,
        string mediaType,
        Func<TUseCase, Call<TId, ReadOnlyMemory<byte>>, Task<Result<TAggregate>>> execute,
        int mostBytes
    )
        where TUseCase : class
    {
        return Map(HttpMethods.Post, $"/{{id}}/{part}", Answered)
            .WithMetadata(
                Changing(typeof(TUseCase).Name, Shape<NoBody>(), mostBytes, [TAggregate.Absent, Error.Stale, Illegal]) with
                {
                    Body = null,
                    FileTaken = mediaType,
                    Path = Named<TId>(),
                }
            );

        async Task Answered(HttpContext http)
        {
            var request = await ChangeRequest.Read(http, TView.Representation, mostBytes);
            await Decide(request, RouteId.Read<TId>(http), request.File(mediaType), (path, $"/{part}"), execute, Changed);
        }
    }

    /// <summary>
    /// <c>POST</c> of a question that is too large for a query string. It changes nothing, but with a key the same question has the same answer.
    /// </summary>
    /// <param name="at">Its path, with its slash: <c>/match/simulate</c>.</param>
    /// <param name="heading">Heading in the document.</param>
    /// <param name="execute">Calls the use case.</param>
    /// <param name="mostBytes">Most bytes of the body.</param>
    public RouteHandlerBuilder Ask<TUseCase, TBody, TAnswer>(
        string at,
        string heading,
        Func<TUseCase, Call<TId, TBody>, Task<Result<TAnswer>>> execute,
        int mostBytes
    )
        where TUseCase : class
        where TBody : class
    {
        var (body, answer) = (Shape<TBody>(), Shape<TAnswer>());
        return Map(
                Group(at, heading),
                HttpMethods.Post,
                "",
                http => Make(http, body, mostBytes, at, execute, view => Answer.Ok(view, answer, tag: null))
            )
            .WithMetadata(
                Changing(typeof(TUseCase).Name, body, mostBytes, []) with
                {
                    Answer = answer,
                    Answered = ["Idempotency-Replayed"],
                }
            );
    }
}
