namespace Procurement.BuildingBlocks.Hosting.Observability;

using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Targets;
using NLog.Targets.Wrappers;
using NLog.Web;
using LogLevel = NLog.LogLevel;

/// <summary>Logs are JSON, one object a line, on standard output, or on standard error where the output is for something else.</summary>
public static class Logging
{
    private const int QueueLimit = 10_000;

    /// <summary>So long lines may wait for others; it is also what a killed process loses of them.</summary>
    private const int MillisecondsGathered = 50;

    internal static readonly string Version =
        typeof(Logging).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Replaces all loggers. Writing happens on a thread of its own; when the output stalls, lines are dropped and counted, never requests.</summary>
    /// <param name="logging">Where.</param>
    /// <param name="level">trace, debug, info, warn or error.</param>
    /// <param name="toError">Whether they go to standard error.</param>
    public static void UseJsonLines(this ILoggingBuilder logging, string level, bool toError = false)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(Microsoft.Extensions.Logging.LogLevel.Trace);
        var least = LogLevel.FromString(level);
        // Events and scopes are in no line of ours, so they are not gathered either.
        var options = new NLogAspNetCoreOptions
        {
            ShutdownOnDispose = true,
            CaptureEventId = EventIdCaptureType.None,
            IncludeScopes = false,
            RegisterHttpContextAccessor = false,
        };
        logging.AddNLogWeb(options, services => Factory(least, toError, services.GetRequiredService<IMeterFactory>()));
        // Whatever EF Core reports as an error it also throws, and what is thrown is logged once, by us. Refused before it is even formatted.
        logging.AddFilter<NLogLoggerProvider>("Microsoft.EntityFrameworkCore", Microsoft.Extensions.Logging.LogLevel.Critical);
    }

    private static LogFactory Factory(LogLevel least, bool toError, IMeterFactory meters)
    {
        var console = new ConsoleTarget("console")
        {
            Layout = new JsonLine(Version),
            StdErr = toError,
            AutoFlush = false,
        };
        var target = new AsyncTargetWrapper(console, QueueLimit, AsyncTargetWrapperOverflowAction.Discard)
        {
            TimeToSleepBetweenBatches = MillisecondsGathered,
        };
        var dropped = 0L;
        target.LogEventDropped += (_, _) => Interlocked.Increment(ref dropped);
        meters
            .Create("Procurement")
            .CreateObservableCounter(
                "log_lines_dropped",
                () => Interlocked.Read(ref dropped),
                description: "Log lines that the output was too slow for"
            );
        var config = new LoggingConfiguration();
        // The framework's own chatter starts at warnings, whatever level we are asked for.
        config.AddRule(least < LogLevel.Warn ? LogLevel.Warn : least, LogLevel.Fatal, target, "Microsoft.*", final: true);
        config.AddRule(least, LogLevel.Fatal, target);
        config.LoggingRules[0].FinalMinLevel = least < LogLevel.Warn ? LogLevel.Warn : least;
        return new LogFactory { Configuration = config };
    }
}
