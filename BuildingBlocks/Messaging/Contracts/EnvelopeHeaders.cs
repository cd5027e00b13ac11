namespace Procurement.BuildingBlocks.Messaging.Contracts;

/// <summary>The headers of an event in CloudEvents' binary mode, and what each says.</summary>
internal static class EnvelopeHeaders
{
    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        ("ce_specversion", "Version of CloudEvents: `1.0`."),
        ("ce_id", "Identifies the event for good, UUIDv7; the same in every repetition."),
        ("ce_source", "Who tells: `/procurement/` and the module."),
        ("ce_type", "`procurement.` and the wire name with its major version."),
        ("ce_subject", "The aggregate, by its identifier with prefix."),
        ("ce_time", "When it happened, RFC 3339, UTC."),
        ("ce_partitionkey", "What has the same key is in order."),
        ("ce_sequence", "The aggregate's version after it; rises along the key, with gaps."),
        ("ce_correlationid", "Common to all that one request set in motion, UUID."),
        ("ce_causationid", "The event whose consumer published this one, UUID; absent when a request did."),
        ("ce_traceparent", "W3C trace context; absent when not traced."),
        ("ce_tracestate", "W3C trace state; absent when there is none."),
        ("content-type", "`application/json`."),
    ];

    public static readonly IReadOnlyList<string> Required =
    [
        "ce_specversion",
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_subject",
        "ce_time",
        "ce_partitionkey",
        "ce_sequence",
        "ce_correlationid",
        "content-type",
    ];
}
