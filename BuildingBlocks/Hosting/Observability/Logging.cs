namespace Procurement.BuildingBlocks.Hosting.Observability;

using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Layouts;
using NLog.Targets;
using NLog.Targets.Wrappers;
using NLog.Web;
using LogLevel = NLog.LogLevel;

/// <summary>Logs are JSON, one object a line, on standard output.</summary>
public static class Logging
{
    private const int QueueLimit = 10_000;

    private static readonly string Version =
        typeof(Logging).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Replaces all loggers. Writing happens on a thread of its own; when the output stalls, lines are dropped, never requests.</summary>
    /// <param name="logging">Where.</param>
    /// <param name="level">trace, debug, info, warn or error.</param>
    public static void UseJsonLines(this ILoggingBuilder logging, string level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(Microsoft.Extensions.Logging.LogLevel.Trace);
        var least = LogLevel.FromString(level);
        var layout = new JsonLayout { IncludeEventProperties = false, SuppressSpaces = true };
        layout.Attributes.Add(new JsonAttribute("ts", "${date:universalTime=true:format=yyyy-MM-ddTHH\\:mm\\:ss.fffZ}"));
        layout.Attributes.Add(new JsonAttribute("level", "${level:lowercase=true}"));
        layout.Attributes.Add(new JsonAttribute("msg", "${message}"));
        layout.Attributes.Add(new JsonAttribute("service", "procurement"));
        layout.Attributes.Add(new JsonAttribute("version", Layout.FromLiteral(Version)));
        layout.Attributes.Add(new JsonAttribute("logger", "${logger}"));
        layout.Attributes.Add(new JsonAttribute("trace_id", Layout.FromMethod(_ => Activity.Current?.TraceId.ToHexString() ?? "")));
        layout.Attributes.Add(new JsonAttribute("po_id", "${event-properties:item=Id}"));
        layout.Attributes.Add(new JsonAttribute("op", "${event-properties:item=Method}${event-properties:item=Op}"));
        layout.Attributes.Add(new JsonAttribute("route", "${event-properties:item=Route}"));
        layout.Attributes.Add(new JsonAttribute("status", "${event-properties:item=Status}") { ValueType = typeof(int) });
        layout.Attributes.Add(new JsonAttribute("duration_ms", "${event-properties:item=DurationMs}") { ValueType = typeof(double) });
        layout.Attributes.Add(new JsonAttribute("exception", "${exception:format=toString}"));
        // Not only controls: U+0085 and U+2028 end a line for some readers, U+009B begins a command of a terminal.
        foreach (var attribute in layout.Attributes)
            attribute.EscapeUnicode = true;
        var console = new ConsoleTarget("console") { Layout = layout, AutoFlush = false };
        var target = new AsyncTargetWrapper(console, QueueLimit, AsyncTargetWrapperOverflowAction.Discard);
        var config = new LoggingConfiguration();
        // The framework's own chatter starts at warnings, whatever level we are asked for.
        config.AddRule(least < LogLevel.Warn ? LogLevel.Warn : least, LogLevel.Fatal, target, "Microsoft.*", final: true);
        config.AddRule(least, LogLevel.Fatal, target);
        config.LoggingRules[0].FinalMinLevel = least < LogLevel.Warn ? LogLevel.Warn : least;
        logging.AddNLogWeb(
            new LogFactory { Configuration = config }.Configuration!,
            new NLogAspNetCoreOptions { ShutdownOnDispose = true }
        );
        // Whatever EF Core reports as an error it also throws, and what is thrown is logged once, by us. Refused before it is even formatted.
        logging.AddFilter<NLogLoggerProvider>("Microsoft.EntityFrameworkCore", Microsoft.Extensions.Logging.LogLevel.Critical);
    }
}
