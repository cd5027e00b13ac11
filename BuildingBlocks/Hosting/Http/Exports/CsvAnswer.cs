namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>Sends a table while it is read, a chunk at a time: whatever its size, no more than a chunk of it is in memory.</summary>
internal static partial class CsvAnswer
{
    /// <summary>Name of the time limit for sending one, which depends on how fast the client reads.</summary>
    public const string TimeLimit = "export";

    private const int ChunkChars = 32 * 1024;

    /// <summary>
    /// Sends it. Up to the first chunk a fault is answered as any other; after that the connection is cut, because a file that ends in
    /// order is taken for whole.
    /// </summary>
    /// <remarks>
    /// A place among those that use the database is held while a chunk is read and given back while it is sent: how long that takes is up
    /// to the client. So an export that finds no place again when many wait is cut, too; it can be asked for again.
    /// </remarks>
    /// <param name="http">The exchange.</param>
    /// <param name="file">What it is to be called.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">Reads the rows.</param>
    /// <param name="enter">Takes a place among those that use the database.</param>
    public static async Task Send(
        HttpContext http,
        string file,
        IReadOnlyList<string> columns,
        IAsyncEnumerable<IReadOnlyList<string?>> rows,
        Func<IDisposable> enter
    )
    {
        try
        {
            var chunk = new StringBuilder(Csv.Line(columns));
            await using var reader = rows.GetAsyncEnumerator(http.RequestAborted);
            for (var isMore = true; isMore; chunk.Clear())
            {
                using (enter())
                    isMore = await Fill(chunk, reader);
                Begin(http, file);
                await http.Response.WriteAsync(chunk.ToString(), http.RequestAborted);
            }
        }
        catch (Exception e) when (http.Response.HasStarted)
        {
            Cut(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Procurement.Exports"), file, e);
            http.Abort();
        }
    }

    private static async Task<bool> Fill(StringBuilder chunk, IAsyncEnumerator<IReadOnlyList<string?>> rows)
    {
        while (chunk.Length < ChunkChars)
        {
            if (!await rows.MoveNextAsync())
                return false;
            Csv.Append(chunk, rows.Current);
        }
        return true;
    }

    private static void Begin(HttpContext http, string file)
    {
        if (http.Response.HasStarted)
            return;
        http.Response.ContentType = $"{Csv.MediaType}; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{file}\"";
    }

    [LoggerMessage(LogLevel.Warning, "The export {File} was cut: a fault, its time was up, or its caller left")]
    private static partial void Cut(ILogger log, string file, Exception fault);
}
