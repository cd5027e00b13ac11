namespace Host.Tests.Telemetry;

using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>How loud a request is in the log.</summary>
internal sealed class LevelStories
{
    [Test]
    public async Task A_refusal_is_an_information_and_a_fault_a_warning_and_one_error()
    {
        var heard = new Heard();
        await using var api = await Api.Start(
            onPostgres: false,
            replace: services => services.AddSingleton<ILoggerProvider>(heard),
            map: app => app.MapGet("/broken", (HttpContext _) => Task.FromException(new InvalidOperationException("It broke.")))
        );
        using var nobody = new HttpClient { BaseAddress = api.Address };
        using var bob = new HttpClient
        {
            BaseAddress = api.Address,
            DefaultRequestHeaders = { Authorization = new("Bearer", api.Token("bob", "buyer")) },
        };

        Assert.That((await nobody.GetAsync(new Uri("/suppliers", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await bob.GetAsync(new Uri("/nowhere", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        // A line is written behind its answer; the next request is on another connection.
        await Eventually.Holds(() => Task.FromResult(heard.Of("Procurement.Access").Count()), Is.EqualTo(2));
        Assert.That((await bob.GetAsync(new Uri("/broken", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That((await nobody.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        await Eventually.Holds(
            () => Task.FromResult(heard.Of("Procurement.Access").Select(line => line.Level)),
            Is.EqualTo(new[] { LogLevel.Information, LogLevel.Information, LogLevel.Warning })
        );
        Assert.That(
            heard.All.Where(line => line.Level >= LogLevel.Error).Select(line => line.Fault?.Message),
            Is.EqualTo(new[] { "It broke." })
        );
    }

    private sealed class Heard : ILoggerProvider
    {
        private readonly ConcurrentQueue<(string Logger, LogLevel Level, Exception? Fault)> lines = new();

        public IEnumerable<(string Logger, LogLevel Level, Exception? Fault)> All => lines;

        public IEnumerable<(string Logger, LogLevel Level, Exception? Fault)> Of(string logger) =>
            lines.Where(line => line.Logger == logger);

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

        public void Dispose() { }

        private sealed class Logger(string name, ConcurrentQueue<(string, LogLevel, Exception?)> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            ) => lines.Enqueue((name, logLevel, exception));
        }
    }
}
