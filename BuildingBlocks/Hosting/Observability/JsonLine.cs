namespace Procurement.BuildingBlocks.Hosting.Observability;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NLog;
using NLog.Layouts;

/// <summary>
/// A log event as one JSON object in ASCII, so that nothing in it ends the line or commands a terminal. NLog's own layout renders each
/// member through a layout of its own, which cost a read of one order a tenth of its time (docs/performance.md). The members of a message
/// follow those that every line has, under their names in snake case; an identifier is named after its prefix.
/// </summary>
/// <param name="version">Version of the program.</param>
/// <remarks>It is rendered where it is logged, because the trace is the caller's.</remarks>
internal sealed class JsonLine(string version) : Layout
{
    private static readonly string[] Fixed = ["ts", "level", "msg", "service", "version", "logger", "trace_id", "span_id", "error"];

    // As many as there are names in the messages of the program.
    private readonly ConcurrentDictionary<string, string> names = new([
        new("Method", "op"),
        .. Fixed.Select(name => KeyValuePair.Create(name, name + "_")),
    ]);

    protected override string GetFormattedMessage(LogEventInfo logEvent)
    {
        var line = new StringBuilder(384);
        RenderFormattedMessage(logEvent, line);
        return line.ToString();
    }

    protected override void RenderFormattedMessage(LogEventInfo logEvent, StringBuilder target)
    {
        target.Append(CultureInfo.InvariantCulture, $"{{\"ts\":\"{logEvent.TimeStamp.ToUniversalTime():yyyy-MM-ddTHH:mm:ss.fff}Z\"");
        Text(target, "level", Level(logEvent.Level));
        Text(target, "msg", logEvent.FormattedMessage);
        Text(target, "service", "procurement");
        Text(target, "version", version);
        Text(target, "logger", logEvent.LoggerName);
        if (Activity.Current is { } span)
        {
            Text(target, "trace_id", span.TraceId.ToHexString());
            Text(target, "span_id", span.SpanId.ToHexString());
        }
        var members = logEvent.MessageTemplateParameters;
        for (var i = 0; i < members.Count; i++)
            Member(target, members[i].Name, members[i].Value);
        Text(target, "error", logEvent.Exception?.ToString());
        target.Append('}');
    }

    private void Member(StringBuilder line, string member, object? value)
    {
        var text = value as string;
        if (member == "Id")
        {
            Id(line, text ?? value?.ToString() ?? "");
            return;
        }
        var name = names.GetOrAdd(member, MemberName);
        if (value is int or long || value is double number && double.IsFinite(number))
            line.Append(CultureInfo.InvariantCulture, $",\"{name}\":{value}");
        else if (value is bool flag)
            line.Append(",\"").Append(name).Append("\":").Append(flag ? "true" : "false");
        else
            Text(line, name, text ?? Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static string MemberName(string member)
    {
        var name = JavaScriptEncoder.Default.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(member));
        return Fixed.Contains(name) ? name + "_" : name;
    }

    /// <summary><c>po_</c> and a UUID is the <c>po_id</c>; of anything else we do not know whose it is.</summary>
    private static void Id(StringBuilder line, string id)
    {
        var prefix = id.AsSpan(0, Math.Max(0, id.IndexOf('_')));
        if (prefix.IsEmpty || prefix.ContainsAnyExceptInRange('a', 'z') || !Guid.TryParseExact(id.AsSpan(prefix.Length + 1), "D", out _))
            Text(line, "id", id);
        else
            line.Append(",\"").Append(NameOf(prefix)).Append("_id\":\"").Append(id).Append('"');
    }

    /// <summary>Those that people search by are written out.</summary>
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> prefix) =>
        prefix switch
        {
            "sup" => "supplier",
            "inv" => "invoice",
            _ => prefix,
        };

    private static void Text(StringBuilder line, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        // The encoder would escape what is harmless here but not in HTML, such as a plus sign.
        var plain = !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && !value.AsSpan().ContainsAny('"', '\\');
        line.Append(",\"").Append(name).Append("\":\"").Append(plain ? value : JavaScriptEncoder.Default.Encode(value)).Append('"');
    }

    private static string Level(LogLevel level) =>
        level.Ordinal switch
        {
            0 => "trace",
            1 => "debug",
            2 => "info",
            3 => "warn",
            4 => "error",
            _ => "fatal",
        };
}
