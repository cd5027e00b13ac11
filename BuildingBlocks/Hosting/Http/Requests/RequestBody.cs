namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Reads the bytes of a body, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>Most bytes, unless the route says otherwise.</summary>
    public const int OrdinaryBytes = 64 * 1024;

    private static readonly object Unread = new();

    /// <summary>Whether the request was given up while its body was still awaited.</summary>
    public static bool IsAwaited(HttpContext http) => http.Items.ContainsKey(Unread);

    /// <summary>Reads all of it.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="mostBytes">Kestrel ends a body that is larger, with a length or chunked, framing included.</param>
    public static async ValueTask<Result<byte[]>> Read(HttpContext http, int mostBytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = mostBytes;
        try
        {
            return await Read(http);
        }
        catch (ConnectionResetException)
        {
            // Otherwise the server would try to read the rest of the body, and report that it cannot.
            http.Abort();
            throw;
        }
        catch (IOException e)
        {
            // What remains of the body cannot be found, so the connection is of no more use.
            http.Response.Headers.Connection = "close";
            return (e as BadHttpRequestException)?.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Error.Invalid(
                    Problems.TooLarge,
                    string.Create(CultureInfo.InvariantCulture, $"The body is larger than is accepted here: at most {mostBytes} bytes.")
                ),
                StatusCodes.Status408RequestTimeout => Problems.BodyTooSlow,
                // Without a status: Kestrel's own arithmetic on the size of a chunk overflowed.
                _ => Problems.MalformedField("body", "is not framed as its headers say"),
            };
        }
    }

    private static async ValueTask<byte[]> Read(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        // Not the token itself: a read that it ends leaves the reader in a state in which the server cannot go on.
        await using var givenUp = http.RequestAborted.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
        while (true)
        {
            var read = await reader.ReadAsync(CancellationToken.None);
            if (read.IsCanceled)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                http.Items[Unread] = true;
                throw new OperationCanceledException(http.RequestAborted);
            }
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
