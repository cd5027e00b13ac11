namespace Procurement.Purchasing.Adapters;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Composition;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Adapters.Events;
using Procurement.Purchasing.Adapters.Http;
using Procurement.Purchasing.Adapters.Http.Approvals;
using Procurement.Purchasing.Adapters.InMemory;
using Procurement.Purchasing.Adapters.Neighbours;
using Procurement.Purchasing.Adapters.Postgres;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

/// <summary>Purchase orders, from draft to issue.</summary>
public sealed class PurchasingModule
{
    private readonly ApprovalLimits limits;
    private readonly ApprovalSettings approvals;

    private PurchasingModule(ApprovalLimits limits, ApprovalSettings approvals) => (this.limits, this.approvals) = (limits, approvals);

    /// <summary>The module as it is configured; not to be used when there is a complaint.</summary>
    public static PurchasingModule Read(EnvironmentReader env) =>
        new(
            env.Parse(
                "PURCHASING_APPROVAL_LIMITS",
                "Per currency, the greatest total that each approval level suffices for; other currencies are refused.",
                "`CODE:L1:L2`, comma separated; minor units of the currency, `0 < L1 < L2`",
                "USD:100000:1000000,JPY:150000:1500000",
                ApprovalLimits.Parse
            ),
            ApprovalSettings.Read(env)
        );

    /// <summary>The module's part of the composition: its use cases and adapters are registered.</summary>
    public void AddPurchasing(IServiceCollection services, bool inMemory)
    {
        services.AddSingleton(limits);
        services.AddScoped<CreatePurchaseOrder>();
        services.AddScoped<ChangeLineItems>();
        services.AddScoped<SubmitPurchaseOrder>();
        services.AddScoped<ApprovePurchaseOrder>();
        services.AddScoped<RejectPurchaseOrder>();
        services.AddScoped<RecordSupplierStanding>();
        services.AddScoped<IssuePurchaseOrder>();
        services.AddScoped<DisputePurchaseOrder>();
        services.AddSingleton(approvals.Terms).AddSingleton(approvals.SplitWindow).AddSingleton(approvals.OverReceipt);
        services.AddScoped<DelegateAuthority>();
        services.AddScoped<RevokeDelegation>();
        services.AddScoped<ISupplierDirectory, SupplierDirectory>();
        services.AddSingleton<IPublicEvents<PurchasingModule>, PurchasingEvents>();
        services.AddSingleton(new PublishedEvents(typeof(Contracts.PurchaseOrderCreated).Assembly));
        services.AddSingleton(new RepoName(typeof(PurchasingModule), "po_repository"));
        PurchasingConsumers.Subscribe(services);
        if (inMemory)
            AddInMemory(services);
        else
            AddPostgres(services);
    }

    /// <summary>The module's part of the HTTP surface.</summary>
    public static void MapPurchasing(IEndpointRouteBuilder routes)
    {
        PurchaseOrderEndpoints.Map(routes);
        DelegationEndpoints.Map(routes);
    }

    private static void AddPostgres(IServiceCollection services)
    {
        services.AddPostgresModule<PurchasingModule, PurchasingContext>(PurchasingContext.SchemaName);
        services.AddPostgresMessaging<PurchasingModule, PurchasingContext>(PurchasingContext.SchemaName);
        services.AddScoped<IRepository<PurchaseOrder, PurchaseOrderId>, PostgresPurchaseOrderRepository>();
        services.AddSingleton<IPurchaseOrderQueries, PostgresPurchaseOrderQueries>();
        services.AddSingleton<IOrderNumbers, PostgresOrderNumbers>();
        services.AddScoped<ISupplierStandings, PostgresSupplierStandings>();
        services.AddScoped<IRepository<Delegation, DelegationId>, PostgresDelegationRepository>();
        services.AddSingleton<IDelegations, PostgresDelegations>().AddSingleton<IDelegationQueries, PostgresDelegations>();
    }

    private static void AddInMemory(IServiceCollection services)
    {
        services.AddInMemoryModule<PurchasingModule>().AddInMemoryMessaging<PurchasingModule>(PurchasingContext.SchemaName);
        services.AddSingleton<InMemoryTable<PurchasingModule, PurchaseOrder, PurchaseOrderId>>();
        services.AddScoped<
            IRepository<PurchaseOrder, PurchaseOrderId>,
            InMemoryRepository<PurchasingModule, PurchaseOrder, PurchaseOrderId>
        >();
        services.AddSingleton<IPurchaseOrderQueries, InMemoryPurchaseOrderQueries>();
        services.AddSingleton<IOrderNumbers, InMemoryOrderNumbers>();
        services.AddSingleton<InMemoryTable<PurchasingModule, Delegation, DelegationId>>();
        services.AddScoped<IRepository<Delegation, DelegationId>, InMemoryDelegationRepository>();
        services.AddSingleton<IDelegations, InMemoryDelegations>().AddSingleton<IDelegationQueries, InMemoryDelegations>();
        services.AddSingleton<KnownStandings>().AddScoped<ISupplierStandings, InMemorySupplierStandings>();
    }
}
