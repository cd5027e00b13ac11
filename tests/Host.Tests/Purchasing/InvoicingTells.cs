namespace Host.Tests.Purchasing;

using Procurement.BuildingBlocks;
using Procurement.Invoicing.Contracts;

/// <summary>What Invoicing would tell of the first line of an order.</summary>
internal static class InvoicingTells
{
    public static InvoiceMatched Matched(string invoice, string order, string supplier, long net, decimal quantity) =>
        new()
        {
            InvoiceId = invoice,
            PurchaseOrderId = order,
            SupplierId = supplier,
            NetCents = net,
            Currency = "USD",
            Lines = [new MatchedLine { LineNumber = 1, Quantity = quantity }],
            At = TimeProvider.System.Now(),
        };

    public static PaymentDisbursed Paid(string payment, string invoice, string order, long amount) =>
        new()
        {
            PaymentId = payment,
            InvoiceId = invoice,
            PurchaseOrderId = order,
            AmountCents = amount,
            Currency = "USD",
            At = TimeProvider.System.Now(),
        };
}
