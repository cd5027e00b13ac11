namespace Procurement.Invoicing.Adapters.Events;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;
using Procurement.Purchasing.Contracts;

/// <summary>What Invoicing wants to hear of, and which consumer does what about it.</summary>
internal static class InvoicingConsumers
{
    private const string Orders = "invoicing.orders";
    private const string Goods = "invoicing.goods";
    private const string Match = "invoicing.match";
    private const string Schedule = "invoicing.schedule";

    public static void Subscribe(IServiceCollection services)
    {
        services
            .Subscribe<KeepOrders, KeepOrdersDefinition, PurchaseOrderIssued>(Orders, KeyPolicy.Park)
            .Subscribe<KeepOrders, KeepOrdersDefinition, PurchaseOrderAmended>(Orders, KeyPolicy.Park)
            .Subscribe<KeepOrders, KeepOrdersDefinition, PurchaseOrderCancelled>(Orders, KeyPolicy.Park)
            .Subscribe<KeepOrders, KeepOrdersDefinition, PurchaseOrderClosedShort>(Orders, KeyPolicy.Park)
            .Subscribe<KeepGoods, KeepGoodsDefinition, GoodsReceived>(Goods, KeyPolicy.Park)
            .Subscribe<KeepGoods, KeepGoodsDefinition, GoodsReturned>(Goods, KeyPolicy.Park)
            .Subscribe<KeepGoods, KeepGoodsDefinition, GoodsReceiptDiscrepancyDetected>(Goods, KeyPolicy.Park)
            .Subscribe<MatchStoredInvoice, MatchStoredInvoiceDefinition, Contracts.InvoiceRegistered>(Match, KeyPolicy.Continue)
            .Subscribe<MatchStoredInvoice, MatchStoredInvoiceDefinition, InvoiceMatchWanted>(Match, KeyPolicy.Continue)
            .Subscribe<ScheduleMatchedInvoice, ScheduleMatchedInvoiceDefinition, Contracts.InvoiceMatched>(Schedule, KeyPolicy.Park);
    }
}
