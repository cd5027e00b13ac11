namespace Procurement.Invoicing.Adapters.Neighbours;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Purchasing.Contracts;

/// <summary>Asks the Purchasing module and answers in Invoicing's words.</summary>
internal sealed class OrderDirectory(IPurchasingApi orders) : IOrderDirectory
{
    public async Task<Ports.OrderStanding?> Find(PurchaseOrderId order, CancellationToken ct) =>
        await orders.FindOrder(order.Value, ct) is { } known
            ? new Ports.OrderStanding(new SupplierId(known.SupplierId), known.Currency, known.IsIssued, known.IsCancelled)
            : null;
}
