namespace Procurement.BuildingBlocks.Messaging;

using Procurement.BuildingBlocks.Persistence;

/// <summary>Who tells and who is told: all modules and subscriptions of the process.</summary>
internal sealed class Topology
{
    /// <summary>Where processes tell each other that something has arrived; the payload names the consumer.</summary>
    public const string Channel = "procurement_inbox";

    private readonly Dictionary<string, Signal> arrived;

    public Topology(IEnumerable<MessagingModule> modules, IEnumerable<Subscription> subscriptions)
    {
        Modules = [.. modules];
        Subscriptions = [.. subscriptions];
        Consumers = [.. Subscriptions.DistinctBy(each => each.Consumer)];
        arrived = Consumers.ToDictionary(each => each.Consumer, _ => new Signal());
        if (Subscriptions.FirstOrDefault(each => Modules.All(module => module.Name != each.Module)) is { } homeless)
            throw new InvalidOperationException($"The consumer {homeless.Consumer} belongs to no module.");
        if (Subscriptions.GroupBy(each => (each.Consumer, each.Event)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"The consumer {twice.Key.Consumer} is registered twice for {twice.Key.Event}.");
    }

    public IReadOnlyList<MessagingModule> Modules { get; }

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
    public Signal ArrivedFor(string consumer) => arrived[consumer];

    /// <summary>As <see cref="ArrivedFor"/>, for one that this process may not know.</summary>
    public void WakeIfHere(string consumer) => arrived.GetValueOrDefault(consumer)?.Set();
}
