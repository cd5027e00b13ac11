namespace Procurement.Purchasing.Adapters.Events;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;
using Procurement.Invoicing.Contracts;
using Procurement.Supplier.Contracts;

/// <summary>What Purchasing wants to hear of, and which consumer does what about it.</summary>
internal static class PurchasingConsumers
{
    private const string Standing = "purchasing.supplier-standing";
    private const string Disputes = "purchasing.supplier-disputes";
    private const string Dispute = "purchasing.order-dispute";
    private const string Invoices = "purchasing.order-invoices";
    private const string Payments = "purchasing.order-payments";

    public static void Subscribe(IServiceCollection services)
    {
        services
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierApproved>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierSuspended>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierReinstated>(Standing, KeyPolicy.Continue)
            .Subscribe<KeepSupplierStanding, KeepSupplierStandingDefinition, SupplierBlacklisted>(Standing, KeyPolicy.Continue)
            .Subscribe<DisputeOrdersOfSupplier, DisputeOrdersOfSupplierDefinition, SupplierBlacklisted>(Disputes, KeyPolicy.Park)
            .Subscribe<DisputeOrdersOfSupplier, DisputeOrdersOfSupplierDefinition, SupplierDisputeWanted>(Disputes, KeyPolicy.Park)
            .Subscribe<DisputeOrder, DisputeOrderDefinition, OrderDisputeWanted>(Dispute, KeyPolicy.Park)
            .Subscribe<CountInvoices, CountInvoicesDefinition, InvoiceMatched>(Invoices, KeyPolicy.Park)
            .Subscribe<CountInvoices, CountInvoicesDefinition, InvoiceDisputed>(Invoices, KeyPolicy.Park)
            .Subscribe<CountInvoices, CountInvoicesDefinition, InvoiceVoided>(Invoices, KeyPolicy.Park)
            .Subscribe<CountInvoices, CountInvoicesDefinition, InvoiceSettled>(Invoices, KeyPolicy.Park)
            .Subscribe<NotePayments, NotePaymentsDefinition, PaymentDisbursed>(Payments, KeyPolicy.Park);
    }
}
