namespace Procurement.Purchasing.Adapters.Events;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;
using Procurement.Supplier.Contracts;

/// <summary>What Purchasing wants to hear of, and which consumer does what about it.</summary>
internal static class PurchasingConsumers
{
    private const string Standing = "purchasing.supplier-standing";

    public static void Subscribe(IServiceCollection services)
    {
        services
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierApproved>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierSuspended>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierReinstated>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierBlacklisted>(Standing, KeyPolicy.Continue);
    }
}
