namespace Procurement.BuildingBlocks.Messaging;

using Procurement.BuildingBlocks.Persistence;

/// <summary>Who tells and who is told: all modules and subscriptions of the process.</summary>
internal sealed class Topology
{
    /// <summary>
    /// Where processes tell each other that something has arrived. The payload names the consumer, as <see cref="Anywhere"/> writes it when it may lie
    /// further back than where its worker looks, or the module in whose outbox it is.
    /// </summary>
    public const string Channel = "procurement_inbox";

    private const char FromTheStart = '!';

    private readonly Dictionary<string, Arrival> arrived;

    public Topology(IEnumerable<MessagingModule> modules, IEnumerable<Subscription> subscriptions, IEnumerable<Upcaster> upcasters)
    {
        var older = upcasters.Select(each => each.From).ToHashSet();
        Modules = [.. modules];
        Subscriptions = [.. subscriptions.SelectMany(each => WithOlder(each, older))];
        Consumers = [.. Subscriptions.DistinctBy(each => each.Consumer)];
        arrived = Consumers.ToDictionary(each => each.Consumer, _ => new Arrival());
        if (Subscriptions.FirstOrDefault(each => Modules.All(module => module.Name != each.Module)) is { } homeless)
            throw new InvalidOperationException($"The consumer {homeless.Consumer} belongs to no module.");
        if (Subscriptions.GroupBy(each => (each.Consumer, each.Event)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"The consumer {twice.Key.Consumer} is registered twice for {twice.Key.Event}.");
    }

    public IReadOnlyList<MessagingModule> Modules { get; }

    /// <summary>Those that modules have registered, and the same for each older version of the event that can be rewritten to theirs.</summary>
    public IReadOnlyList<Subscription> Subscriptions { get; }

    /// <summary>One subscription of each consumer, for what is common to all of its subscriptions.</summary>
    public IReadOnlyList<Subscription> Consumers { get; }

    /// <summary>What the unit of work of a scope tells others, for the module that an event belongs to.</summary>
    /// <exception cref="InvalidOperationException">No module of this process publishes it.</exception>
    public IOutbox OutboxFor(EventType type, IServiceProvider scope) =>
        Modules.FirstOrDefault(module => module.Name == type.Module)?.OutboxOf(scope)
        ?? throw new InvalidOperationException($"No module publishes {type}.");

    /// <summary>Whose a consumer is.</summary>
    public string ModuleOf(string consumer) => Consumers.First(each => each.Consumer == consumer).Module;

    /// <summary>Set when something has arrived for a consumer.</summary>
    public Arrival ArrivedFor(string consumer) => arrived[consumer];

    /// <summary>The payload for a consumer that is to look at all of its inbox.</summary>
    public static string Anywhere(string consumer) => consumer + FromTheStart;

    private static IEnumerable<Subscription> WithOlder(Subscription subscription, HashSet<EventType> older)
    {
        for (var type = subscription.Event; ; )
        {
            yield return subscription with
            {
                Event = type,
            };
            type = type with { Version = type.Version - 1 };
            if (!older.Contains(type))
                yield break;
        }
    }

    /// <summary>Wakes whom a payload of <see cref="Channel"/> names, if this process knows him.</summary>
    public void WakeIfHere(string named)
    {
        if (named.EndsWith(FromTheStart))
            arrived.GetValueOrDefault(named[..^1])?.SetAnywhere();
        else if (arrived.GetValueOrDefault(named) is { } consumer)
            consumer.Set();
        else
            Modules.FirstOrDefault(module => module.Name == named)?.Written.Set();
    }
}

/// <summary>Wakes a consumer's worker, and may say that it is to look further back than it would.</summary>
internal sealed class Arrival : Signal
{
    private int anywhere;

    public void SetAnywhere()
    {
        Volatile.Write(ref anywhere, 1);
        Set();
    }

    /// <summary>Whether the next look is to be at everything; asked once, it is as good as done.</summary>
    public bool TakeAnywhere() => Interlocked.Exchange(ref anywhere, 0) == 1;
}
