namespace Procurement.BuildingBlocks.Messaging.Outbox;

using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// What <see cref="IPublishEndpoint"/> is in the scope of a request or message: it puts the event into the outbox of its module, in the unit
/// of work of the scope. It stands where MassTransit has its own for an outbox (ADR 0016).
/// </summary>
internal sealed class ScopedPublishing : IScopedBusContextProvider<IBus>
{
    public ScopedPublishing(
        IBus bus,
        Bind<IBus, IClientFactory> clients,
        IScopedConsumeContextProvider consuming,
        Topology topology,
        IServiceProvider scope
    ) =>
        Context = consuming.HasContext
            ? new ConsumeContextScopedBusContext(consuming.GetContext(), clients.Value)
            : new Capture(bus, topology, scope);

    public ScopedBusContext Context { get; }

    private sealed class Capture(IBus bus, Topology topology, IServiceProvider scope) : ScopedBusContext, OutboxSendContext
    {
        public ISendEndpointProvider SendEndpointProvider => new OutboxSendEndpointProvider(this, bus);

        public IPublishEndpoint PublishEndpoint => new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));

        public IScopedClientFactory ClientFactory =>
            throw new NotSupportedException("Modules ask each other by their Contracts, not by messages (ADR 0008).");

        public object? GetService(Type serviceType) => scope.GetService(serviceType);

        public Task AddSend<T>(SendContext<T> context)
            where T : class
        {
            var outbox = topology.OutboxFor(EventType.Of(typeof(T)), scope);
            outbox.Add(context.ToEnvelope(outbox.Cause));
            return Task.CompletedTask;
        }
    }
}

/// <summary>Nothing goes around the outbox: what is given to the bus itself would be in no transaction, and lost.</summary>
internal sealed class NothingDirect : IPublishObserver, ISendObserver
{
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => throw Refusal<T>();

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PreSend<T>(SendContext<T> context)
        where T : class => throw Refusal<T>();

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private static InvalidOperationException Refusal<T>() =>
        new($"{typeof(T).Name} was given to the bus itself; publish by the scope's IPublishEndpoint, which is part of the unit of work.");
}
