namespace Procurement.Invoicing.Adapters.Events;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;
using Procurement.Purchasing.Contracts;
using Procurement.Supplier.Contracts;

/// <summary>What suppliers are written to about. It is subscribed to without mail too, so that what happened then is not told later.</summary>
internal static class NoticeConsumers
{
    private const string Notices = "invoicing.notices";
    private const string Mail = "invoicing.mail";

    public static void Subscribe(IServiceCollection services) =>
        services
            .AddScoped<NoticeFacts>()
            .Subscribe<WriteNotices, WriteNoticesDefinition, PurchaseOrderIssued>(Notices, KeyPolicy.Continue)
            .Subscribe<WriteNotices, WriteNoticesDefinition, GoodsReceiptDiscrepancyDetected>(Notices, KeyPolicy.Continue)
            .Subscribe<WriteNotices, WriteNoticesDefinition, Contracts.InvoiceDisputed>(Notices, KeyPolicy.Continue)
            .Subscribe<WriteNotices, WriteNoticesDefinition, Contracts.PaymentDisbursed>(Notices, KeyPolicy.Continue)
            .Subscribe<WriteNotices, WriteNoticesDefinition, SupplierBankAccountProposed>(Notices, KeyPolicy.Continue)
            .Subscribe<SendMail, SendMailDefinition, MailWanted>(Mail, KeyPolicy.Continue);
}
