namespace Procurement.BuildingBlocks.Messaging;

using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence;

/// <summary>What becomes of later messages of the same key when one was put aside.</summary>
public enum KeyPolicy
{
    /// <summary>They go on: for copies and notifications.</summary>
    Continue,

    /// <summary>They wait until somebody has decided: for state machines and money.</summary>
    Park,
}

/// <summary>A consumer and one event that it is given.</summary>
internal sealed record Subscription
{
    /// <summary>The consumer's module, which is also its schema.</summary>
    public required string Module { get; init; }

    /// <summary>The consumer by its own name, which outlives the name of its class: <c>purchasing.dispute-orders</c>.</summary>
    public required string Consumer { get; init; }

    /// <summary>The event.</summary>
    public required EventType Event { get; init; }

    /// <summary>The record of Contracts that it is read as.</summary>
    public required Type Contract { get; init; }

    /// <summary>What becomes of later messages of the same key when one was put aside.</summary>
    public required KeyPolicy Policy { get; init; }

    /// <summary>Makes MassTransit's pipeline of the consumer.</summary>
    public required Func<IReceiveEndpointDispatcherFactory, IReceiveEndpointDispatcher> Pipeline { get; init; }

    /// <summary>How many messages of different keys it is given at once, from its definition.</summary>
    public required Func<IServiceProvider, int> Lanes { get; init; }
}

/// <summary>How a module says which events its consumers are given.</summary>
public static class SubscriptionRegistration
{
    private const int DefaultLanes = 8;

    /// <summary>Registers a consumer for one event; call it once for each event that the consumer is given.</summary>
    /// <typeparam name="TConsumer">The consumer.</typeparam>
    /// <typeparam name="TDefinition">How MassTransit is to run it.</typeparam>
    /// <typeparam name="TEvent">A record of Contracts, marked <see cref="PublicEventAttribute"/>.</typeparam>
    /// <param name="services">Where.</param>
    /// <param name="consumer">Its own name, module first: <c>purchasing.dispute-orders</c>. Never changed: it is how it knows what it has had.</param>
    /// <param name="policy">What becomes of later messages of the same key when one was put aside.</param>
    public static IServiceCollection Subscribe<TConsumer, TDefinition, TEvent>(
        this IServiceCollection services,
        string consumer,
        KeyPolicy policy
    )
        where TConsumer : class, IConsumer<TEvent>
        where TDefinition : class, IConsumerDefinition<TConsumer>
        where TEvent : class
    {
        services.RegisterConsumer<TConsumer, TDefinition>();
        return services.AddSingleton(
            new Subscription
            {
                Module = consumer[..consumer.IndexOf('.', StringComparison.Ordinal)],
                Consumer = consumer,
                Event = EventType.Of(typeof(TEvent)),
                Contract = typeof(TEvent),
                Policy = policy,
                Pipeline = factory => factory.CreateConsumerReceiver<TConsumer>(consumer),
                Lanes = provider => provider.GetRequiredService<TDefinition>().ConcurrentMessageLimit ?? DefaultLanes,
            }
        );
    }
}
