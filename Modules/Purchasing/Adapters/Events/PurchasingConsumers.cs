namespace Procurement.Purchasing.Adapters.Events;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;
using Procurement.Supplier.Contracts;

/// <summary>What Purchasing wants to hear of, and which consumer does what about it.</summary>
internal static class PurchasingConsumers
{
    private const string Standing = "purchasing.supplier-standing";
    private const string Disputes = "purchasing.supplier-disputes";
    private const string Dispute = "purchasing.order-dispute";

    public static void Subscribe(IServiceCollection services)
    {
        services
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierApproved>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierSuspended>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierReinstated>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierBlacklisted>(Standing, KeyPolicy.Continue)
            .Subscribe<DisputeOrdersOfSupplier, DisputeOrdersOfSupplierDefinition, SupplierBlacklisted>(Disputes, KeyPolicy.Park)
            .Subscribe<DisputeOrdersOfSupplier, DisputeOrdersOfSupplierDefinition, SupplierDisputeWanted>(Disputes, KeyPolicy.Park)
            .Subscribe<DisputeOrder, DisputeOrderDefinition, OrderDisputeWanted>(Dispute, KeyPolicy.Park);
    }
}
