namespace Host.Tests.Contract;

using System.Net;
using Procurement.Host;
using TestKit;

/// <summary>Lets through only exchanges that are as the served document says.</summary>
/// <param name="instead">Is given the exchanges instead, unjudged.</param>
internal sealed class ContractCheck(Action<Exchange>? instead = null) : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly Lazy<Task<Document>> Parsed = new(async () => new Document(await Text()));
    private static readonly Lazy<Task<string>> Fetched = new(Fetch);

    /// <summary>The document as it is served, asked for once: it says the same wherever the service runs.</summary>
    public static Task<string> Text() => Fetched.Value;

    public static Task<Document> Served() => Parsed.Value;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var document = await Served();
        if (request.Content is StreamContent stream)
            await stream.LoadIntoBufferAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var exchange = await Exchange.Of(request, response);
        if (instead is not null)
        {
            instead(exchange);
            return response;
        }
        var differences = Judgement.Of(document, exchange);
        return differences.Count == 0
            ? response
            : throw new AssertionException($"{exchange} is not as /openapi.json says:\n{string.Join('\n', differences)}");
    }

    private static async Task<string> Fetch()
    {
        var environment = EnvironmentFile.Load("test");
        environment["LOG_LEVEL"] = "error";
        await using var app = ProcurementHost.Build(environment);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        // The first one to ask has it written; where much else is going on, that takes longer than a request may.
        var asked = await Eventually.Holds(
            () => client.Get("/openapi.json"),
            Has.Property(nameof(Reply.Status)).EqualTo(HttpStatusCode.OK)
        );
        await app.StopAsync();
        return asked.Body;
    }
}
