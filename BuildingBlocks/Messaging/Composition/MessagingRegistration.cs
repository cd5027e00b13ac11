namespace Procurement.BuildingBlocks.Messaging.Composition;

using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Procurement.BuildingBlocks.Messaging.Cleaning;
using Procurement.BuildingBlocks.Messaging.Contracts;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Messaging.InMemory;
using Procurement.BuildingBlocks.Messaging.Metrics;
using Procurement.BuildingBlocks.Messaging.Operations;
using Procurement.BuildingBlocks.Messaging.Outbox;
using Procurement.BuildingBlocks.Messaging.Relay;
using Procurement.BuildingBlocks.Messaging.Transports;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Registration of everything that carries events.</summary>
public static class MessagingRegistration
{
    /// <summary>Registers a module's part on PostgreSQL.</summary>
    /// <typeparam name="TModule">Whose.</typeparam>
    /// <typeparam name="TContext">The module's context.</typeparam>
    /// <param name="services">Where.</param>
    /// <param name="name">The module's name on the wire, which is also its schema.</param>
    public static IServiceCollection AddPostgresMessaging<TModule, TContext>(this IServiceCollection services, string name)
        where TContext : ModuleContext
    {
        services.AddModule<TModule>(name);
        services.AddKeyedSingleton(name, InboxStatements.Of(name));
        services.AddSingleton(provider => new InboxStatementsOf<TModule>(provider.GetRequiredKeyedService<InboxStatements>(name)));
        services.AddScoped<IInboxTransactions<TModule>, PostgresInbox<TModule, TContext>>();
        return services;
    }

    /// <summary>Registers a module's part in memory.</summary>
    /// <typeparam name="TModule">Whose.</typeparam>
    /// <param name="services">Where.</param>
    /// <param name="name">The module's name on the wire.</param>
    public static IServiceCollection AddInMemoryMessaging<TModule>(this IServiceCollection services, string name)
    {
        services.AddModule<TModule>(name);
        services.AddSingleton<IInboxTransactions<TModule>, InMemoryInbox<TModule>>();
        services.AddSingleton(provider => new InMemorySource(
            provider.GetServices<MessagingModule>().Single(module => module.Name == name),
            provider.GetRequiredService<InMemoryDatabase<TModule>>().TakeEvent
        ));
        return services;
    }

    /// <summary>Registers what is common to all modules. Call it once, after every module has registered.</summary>
    /// <param name="services">Where.</param>
    /// <param name="settings">How events are carried.</param>
    /// <param name="inMemory">Whether the modules are in memory.</param>
    public static IServiceCollection AddMessaging(this IServiceCollection services, MessagingSettings settings, bool inMemory)
    {
        services.AddSingleton(settings).AddSingleton<Topology>().AddSingleton<EventCatalogue>().AddSingleton<ConsumerPipelines>();
        services.AddBus();
        if (inMemory)
            return services
                .AddSingleton<InMemoryLetters>()
                .AddSingleton<IMessagingOperations, InMemoryOperations>()
                .AddHostedService<InMemoryWorker>();
        services.AddSingleton<MessagingMetrics>().AddSingleton<QueueStates>();
        services.AddSingleton<OperationTransactions>().AddSingleton<DeadLetterDecisions>().AddSingleton<ConsumerReplay>();
        services.AddSingleton<EventLog>().AddSingleton<IMessagingOperations, PostgresOperations>().AddSingleton<MessagingCleaner>();
        services.AddSingleton<RelayFailures>().AddSingleton<Leases>().AddSingleton<WorkPlaces>();
        // They stop in the opposite order: leases are given back when nobody works any more.
        services.AddHostedService(provider => provider.GetRequiredService<Leases>());
        services.AddHostedService<InboxWorkers>();
        if (settings.Transport == EventTransport.Kafka)
            services.AddKafka();
        else
            services.AddSingleton<IEventTransport, InProcessTransport>();
        services.AddHostedService<RelayWorker>();
        services.AddHostedService<QueueGauges>();
        services.AddHostedService(provider => provider.GetRequiredService<MessagingCleaner>());
        return services;
    }

    /// <summary>Every process reads, for every module with consumers; the broker divides the partitions among them.</summary>
    private static void AddKafka(this IServiceCollection services)
    {
        services.AddSingleton<TopicNames>().AddSingleton<KafkaClients>().AddSingleton<KafkaTopics>().AddSingleton<ReaderMetrics>();
        services.TryAddSingleton<IEventTransport, KafkaTransport>();
        services.TryAddSingleton<ReaderOf>(provider =>
            module => ActivatorUtilities.CreateInstance<KafkaReader>(provider, module, KafkaInboxOf(provider, module))
        );
        services.AddHostedService(provider => provider.GetRequiredService<KafkaTopics>());
        services.AddHostedService<KafkaReaders>();
    }

    private static KafkaInbox KafkaInboxOf(IServiceProvider provider, string module) =>
        ActivatorUtilities.CreateInstance<KafkaInbox>(provider, module);

    private static void AddModule<TModule>(this IServiceCollection services, string name)
    {
        services.TryAddSingleton<ICheckpoints, NoCheckpoints>();
        services.AddSingleton(provider => new MessagingModule(
            name,
            provider.GetRequiredService<OutboxSignal<TModule>>(),
            scope => scope.GetRequiredService<Outbox<TModule>>()
        ));
        services.AddScoped<IOutboxContextFactory<InboxOf<TModule>>, InboxContextFactory<TModule>>();
        services.AddSingleton(new ModuleFilter(name, (endpoint, context) => endpoint.UseInboxOf<TModule>(context)));
    }

    /// <summary>MassTransit runs the consumers and captures what is published; its own transport carries nothing.</summary>
    private static void AddBus(this IServiceCollection services)
    {
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConfigureEndpointsCallback(
                (context, name, endpoint) =>
                {
                    var module = name[..name.IndexOf('.', StringComparison.Ordinal)];
                    context.GetServices<ModuleFilter>().Single(filter => filter.Module == module).Apply(endpoint, context);
                }
            );
            bus.UsingInMemory(
                (_, configurator) =>
                {
                    configurator.ConfigureJsonSerializerOptions(_ => new(PublicEvent.Json));
                    configurator.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders, isDefault: true);
                    var nothing = new NothingDirect();
                    configurator.ConnectPublishObserver(nothing);
                    configurator.ConnectSendObserver(nothing);
                }
            );
        });
        services.Replace(ServiceDescriptor.Scoped<IScopedBusContextProvider<IBus>, ScopedPublishing>());
    }

    private static void UseInboxOf<TModule>(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        var observer = new OutboxConsumePipeSpecificationObserver<InboxOf<TModule>>(endpoint, context);
        endpoint.ConnectConsumerConfigurationObserver(observer);
    }

    /// <summary>Puts the inbox of a module around the consumers of an endpoint of that module.</summary>
    private sealed record ModuleFilter(string Module, Action<IReceiveEndpointConfigurator, IRegistrationContext> Apply);
}
