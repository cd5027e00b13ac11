namespace BuildingBlocks.Tests.Http;

using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Hosting.Http;

/// <summary>Whatever guise a cancellation comes in, a request that was given up is no fault; and a fault is none the less for being one.</summary>
internal sealed class GivenUpRequestTests
{
    private static IEnumerable<TestCaseData<Exception>> Guises()
    {
        var cancelled = new PostgresException("canceling statement due to user request", "ERROR", "ERROR", "57014");
        yield return new TestCaseData<Exception>(new OperationCanceledException()).SetArgDisplayNames("cancelled");
        yield return new TestCaseData<Exception>(new TaskCanceledException()).SetArgDisplayNames("task cancelled");
        yield return new TestCaseData<Exception>(cancelled).SetArgDisplayNames("57014");
        yield return new TestCaseData<Exception>(
            new NpgsqlException("Exception while reading from stream", new TimeoutException())
        ).SetArgDisplayNames("cancellation unanswered");
        yield return new TestCaseData<Exception>(new NpgsqlException("x", new SocketException(125))).SetArgDisplayNames("socket cancelled");
        yield return new TestCaseData<Exception>(new ObjectDisposedException("connection")).SetArgDisplayNames("disposed");
        yield return new TestCaseData<Exception>(new InvalidOperationException("This transaction has completed")).SetArgDisplayNames(
            "transaction over"
        );
    }

    [TestCaseSource(nameof(Guises))]
    public async Task Is_answered_504_when_it_took_too_long(Exception guise)
    {
        await using var app = await Serve(guise, late: true, limit: TimeSpan.FromMilliseconds(100));

        Assert.That(await Ask(app), Is.EqualTo((HttpStatusCode.GatewayTimeout, false)));
    }

    [TestCase("57014", HttpStatusCode.ServiceUnavailable)]
    [TestCase("42P01", HttpStatusCode.InternalServerError)]
    public async Task Is_told_from_one_that_failed(string state, HttpStatusCode status)
    {
        await using var app = await Serve(new PostgresException("no", "ERROR", "ERROR", state), late: false);

        Assert.That(await Ask(app), Is.EqualTo((status, status == HttpStatusCode.ServiceUnavailable)));
    }

    [TestCaseSource(nameof(Guises))]
    public async Task Is_no_fault_when_its_caller_left(Exception guise)
    {
        var ended = new TaskCompletionSource<int>();
        var began = new TaskCompletionSource();
        await using var app = await Serve(guise, late: true, began: began, ended: ended);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var leaving = new CancellationTokenSource();
        var call = client.GetAsync("/", leaving.Token);
        await began.Task;

        await leaving.CancelAsync();

        Assert.That(await ended.Task.WaitAsync(TimeSpan.FromSeconds(10)), Is.EqualTo(StatusCodes.Status499ClientClosedRequest));
        await Assert.ThrowsAsync<TaskCanceledException>(() => call);
    }

    private static IEnumerable<TestCaseData<Exception>> Ends()
    {
        yield return new TestCaseData<Exception>(new ConnectionResetException("x")).SetArgDisplayNames("by the caller");
        yield return new TestCaseData<Exception>(new TaskCanceledException("x", new ConnectionAbortedException("x"))).SetArgDisplayNames(
            "by the server"
        );
    }

    /// <summary>Reading a body notices the end of the connection before the request is said to be given up.</summary>
    [TestCaseSource(nameof(Ends))]
    public async Task Is_no_fault_when_its_connection_was_ended_a_moment_ago(Exception end)
    {
        var ended = new TaskCompletionSource<int>();
        await using var app = await Serve(end, late: false, ended: ended);

        await Ask(app);

        Assert.That(await ended.Task.WaitAsync(TimeSpan.FromSeconds(10)), Is.EqualTo(StatusCodes.Status499ClientClosedRequest));
    }

    private static async Task<WebApplication> Serve(
        Exception guise,
        bool late,
        TimeSpan? limit = null,
        TaskCompletionSource? began = null,
        TaskCompletionSource<int>? ended = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddHttpPipeline();
        builder.Services.Configure<RequestTimeoutOptions>(options =>
            options.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = limit ?? TimeSpan.FromSeconds(30),
                TimeoutStatusCode = options.DefaultPolicy!.TimeoutStatusCode,
                WriteTimeoutResponse = options.DefaultPolicy.WriteTimeoutResponse,
            }
        );
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Use(
            async (http, next) =>
            {
                await next(http);
                ended?.TrySetResult(http.Response.StatusCode);
            }
        );
        app.UseHttpPipeline();
        app.UseRouting();
        app.UseRequestLimit();
        app.MapGet(
            "/",
            async http =>
            {
                began?.TrySetResult();
                if (late)
                    await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw guise;
            }
        );
        await app.StartAsync();
        return app;
    }

    private static async Task<(HttpStatusCode, bool RetryAfter)> Ask(WebApplication app)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var answer = await client.GetAsync("/");
        return (answer.StatusCode, answer.Headers.RetryAfter is not null);
    }
}
