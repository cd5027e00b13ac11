namespace Procurement.BuildingBlocks.Persistence;

using System.Diagnostics;

/// <summary>Where spans of ours come from.</summary>
public static class Spans
{
    /// <summary>Name of the source, for exporters.</summary>
    public const string Name = "Procurement";

    /// <summary>Where spans are started.</summary>
    public static readonly ActivitySource Source = new(Name);

    private const string Id = ".id";

    internal static Activity? Start(string repo, string operation, ActivityKind kind = ActivityKind.Internal)
    {
        var span = Source.HasListeners() ? Source.StartActivity($"{repo}.{operation}", kind) : null;
        span?.SetTag("db.operation", operation);
        return span;
    }

    /// <summary>Says which aggregate a span is about, as logs do: <c>po.id</c> for <c>po_...</c>.</summary>
    internal static void About(Activity? span, string? id)
    {
        if (span is { IsAllDataRequested: true } && id?.IndexOf('_', StringComparison.Ordinal) is > 0 and var end)
            span.SetTag(id[..end] + Id, id);
    }

    /// <summary>Says so of all that another span is about.</summary>
    internal static void AboutAllOf(Activity? span, Activity? other)
    {
        if (span is not { IsAllDataRequested: true } || other is null)
            return;
        foreach (var (name, value) in other.TagObjects)
            if (name.EndsWith(Id, StringComparison.Ordinal) && name.IndexOf('.', StringComparison.Ordinal) == name.Length - Id.Length)
                span.SetTag(name, value);
    }

    /// <summary>The span of the request, or of the message, that all others of this process hang below; null without one.</summary>
    internal static Activity? Outermost()
    {
        var span = Activity.Current;
        while (span?.Parent is { } parent)
            span = parent;
        return span;
    }
}
