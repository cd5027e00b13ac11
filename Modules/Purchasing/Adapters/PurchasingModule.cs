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
using Procurement.Purchasing.Adapters.Api;
using Procurement.Purchasing.Adapters.Events;
using Procurement.Purchasing.Adapters.Http;
using Procurement.Purchasing.Adapters.Http.Approvals;
using Procurement.Purchasing.Adapters.InMemory;
using Procurement.Purchasing.Adapters.Jobs;
using Procurement.Purchasing.Adapters.Neighbours;
using Procurement.Purchasing.Adapters.Postgres;
using Procurement.Purchasing.Contracts;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

/// <summary>Purchase orders, from draft to the last payment: approval, amendment, receiving.</summary>
public sealed partial class PurchasingModule
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
        services.AddSingleton(limits).AddSingleton(new ApprovalRouter(limits, approvals.Terms));
        services.AddSingleton(approvals.SplitWindow).AddSingleton(approvals.OverReceipt);
        AddUseCases(services);
        services.AddScoped<ISupplierDirectory, SupplierDirectory>();
        services.AddScoped<IPurchasingApi, PurchasingApi>();
        services.AddSingleton<IPublicEvents<PurchasingModule>, PurchasingEvents>();
        services.AddSingleton(new PublishedEvents(typeof(Contracts.PurchaseOrderCreated).Assembly));
        services.AddSingleton(new RepoName(typeof(PurchasingModule), "po_repository"));
        services.AddSingleton<ApprovalReminder>().AddHostedService(provider => provider.GetRequiredService<ApprovalReminder>());
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

    private static void AddUseCases(IServiceCollection services)
    {
        services
            .AddScoped<CreatePurchaseOrder>()
            .AddScoped<ChangeLineItems>()
            .AddScoped<CopyPurchaseOrder>()
            .AddScoped<AmendPurchaseOrder>();
        services.AddScoped<RouteApproval>().AddScoped<ChooseApprover>().AddScoped<RemindApprovers>().AddScoped<ListPendingApprovals>();
        services.AddScoped<SubmitPurchaseOrder>().AddScoped<ApprovePurchaseOrder>().AddScoped<RejectPurchaseOrder>();
        services.AddScoped<DelegateAuthority>().AddScoped<RevokeDelegation>();
        services.AddScoped<IssuePurchaseOrder>().AddScoped<AcknowledgePurchaseOrder>().AddScoped<CancelPurchaseOrder>();
        services.AddScoped<DisputePurchaseOrder>().AddScoped<ResolveDispute>().AddScoped<CommentOnPurchaseOrder>();
        services.AddScoped<RecordGoodsReceipt>().AddScoped<ReturnGoods>().AddScoped<ResolveGoodsReceipt>().AddScoped<CloseShort>();
        services.AddScoped<BillPurchaseOrder>().AddScoped<DisputeOrderInvoice>().AddScoped<PayPurchaseOrder>();
        services.AddScoped<WithdrawOrderInvoice>().AddScoped<SettleOrderInvoice>();
        services.AddScoped<RecordSupplierStanding>().AddScoped<FindOrder>();
        services.AddScoped<CreatePurchaseOrders>().AddScoped<ImportPurchaseOrder>();
    }

    private static void AddPostgres(IServiceCollection services)
    {
        services.AddPostgresModule<PurchasingModule, PurchasingContext>(PurchasingContext.SchemaName);
        services.AddPostgresMessaging<PurchasingModule, PurchasingContext>(PurchasingContext.SchemaName);
        services.AddScoped<IRepository<PurchaseOrder, PurchaseOrderId>, PostgresPurchaseOrderRepository>();
        services.AddRehearsal<PurchasingModule, PurchasingContext, OrderRehearsal>();
        services.AddSingleton<IPurchaseOrderQueries, PostgresPurchaseOrderQueries>();
        services.AddSingleton<SearchIndexer>().AddHostedService(provider => provider.GetRequiredService<SearchIndexer>());
        services.AddSingleton<IApprovalQueries, PostgresApprovalQueries>();
        services.AddScoped<IRepository<GoodsReceipt, GoodsReceiptId>, PostgresGoodsReceiptRepository>();
        services.AddSingleton<IGoodsReceiptQueries, PostgresGoodsReceiptQueries>();
        services.AddSingleton<IOrderNumbers, PostgresOrderNumbers>();
        services.AddScoped<ISupplierStandings, PostgresSupplierStandings>();
        services.AddScoped<IOrderImports, PostgresOrderImports>();
        services.AddScoped<IRepository<Delegation, DelegationId>, PostgresDelegationRepository>();
        services.AddSingleton<IDelegations, PostgresDelegations>().AddSingleton<IDelegationQueries, PostgresDelegations>();
    }

    private static void AddInMemory(IServiceCollection services)
    {
        services.AddInMemoryModule<PurchasingModule>().AddInMemoryMessaging<PurchasingModule>(PurchasingContext.SchemaName);
        services.AddSingleton<InMemoryTable<PurchasingModule, PurchaseOrder, PurchaseOrderId>>();
        services.AddScoped<IRepository<PurchaseOrder, PurchaseOrderId>, InMemoryPurchaseOrderRepository>();
        services.AddSingleton<IPurchaseOrderQueries, InMemoryPurchaseOrderQueries>();
        services.AddSingleton<IApprovalQueries, InMemoryApprovalQueries>();
        services.AddSingleton<InMemoryTable<PurchasingModule, GoodsReceipt, GoodsReceiptId>>();
        services.AddScoped<IRepository<GoodsReceipt, GoodsReceiptId>, InMemoryGoodsReceiptRepository>();
        services.AddSingleton<IGoodsReceiptQueries, InMemoryGoodsReceiptQueries>();
        services.AddSingleton<IOrderNumbers, InMemoryOrderNumbers>();
        services.AddSingleton<InMemoryTable<PurchasingModule, Delegation, DelegationId>>();
        services.AddScoped<IRepository<Delegation, DelegationId>, InMemoryDelegationRepository>();
        services.AddSingleton<IDelegations, InMemoryDelegations>().AddSingleton<IDelegationQueries, InMemoryDelegations>();
        services.AddSingleton<KnownStandings>().AddScoped<ISupplierStandings, InMemorySupplierStandings>();
        services.AddSingleton<KnownImports>().AddScoped<IOrderImports, InMemoryOrderImports>();
    }
}
