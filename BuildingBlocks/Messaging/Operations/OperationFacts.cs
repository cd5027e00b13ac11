namespace Procurement.BuildingBlocks.Messaging.Operations;

/// <summary>Where a dead letter was put aside.</summary>
public sealed class QueueName : IFacts
{
    /// <summary>On its way to a consumer.</summary>
    public const string Inbox = "inbox";

    /// <summary>On its way out of a module.</summary>
    public const string Outbox = "outbox";

    private QueueName() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Called = "Queue",
            Names = [Inbox, Outbox],
            Example = Inbox,
        };
}

/// <summary>What an operator decided on a dead letter.</summary>
public sealed class Resolution : IFacts
{
    /// <summary>It was put back.</summary>
    public const string Replayed = "replayed";

    /// <summary>It was given up.</summary>
    public const string Skipped = "skipped";

    private Resolution() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Called = "Resolution",
            Names = [Replayed, Skipped],
            Example = Replayed,
        };
}

/// <summary>A module by its name on the wire.</summary>
public sealed class ModuleName : IFacts
{
    private ModuleName() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Pattern = "^[a-z]+$", Example = "forecast" };
}

/// <summary>A consumer by its own name.</summary>
public sealed class ConsumerName : IFacts
{
    private ConsumerName() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Pattern = "^[a-z]+\\.[a-z]+(-[a-z]+)*$", Example = "forecast.order-book" };
}

/// <summary>An event by its wire name.</summary>
public sealed class WireName : IFacts
{
    private WireName() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Fewest = 1, Example = "supplier.supplier-approved.v1" };
}

/// <summary>An aggregate by its identifier with prefix, as subject or partition key.</summary>
public sealed class SubjectName : IFacts
{
    private SubjectName() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Fewest = 1, Example = "sup_019c10a0-5a50-7cc3-8a4e-3f2b6d1e9f70" };
}

/// <summary>A bare UUID.</summary>
public sealed class BareId : IFacts
{
    private BareId() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            Example = "019c10a0-5a50-7cc3-8a4e-3f2b6d1e9f70",
        };
}

/// <summary>A number of rows; of a queue at most 100,000 are counted.</summary>
public sealed class Count : IFacts
{
    private Count() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Description = "A number of rows; of a queue no more than 100,000 are counted.",
            Min = 0,
            Example = 0L,
        };
}

/// <summary>A span of time in whole seconds.</summary>
public sealed class Seconds : IFacts
{
    private Seconds() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Description = "0 when there is none.",
            Min = 0,
            Example = 0L,
        };
}

/// <summary>A text of the system's own, such as an error or an event as JSON.</summary>
public sealed class SystemText : IFacts
{
    private SystemText() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Example = "JsonException" };
}
