namespace Procurement.Invoicing.Adapters.Events;

using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Purchasing.Contracts;

/// <summary>What events leave out and suppliers go by: their own numbers, and those that we gave them.</summary>
internal sealed class NoticeFacts(IInvoiceQueries invoices, IOrderCopyQueries orders)
{
    /// <summary>Longer orders are rare, and a mail is no file.</summary>
    private const int MostItems = 200;

    /// <summary>The supplier's number of an invoice; its identifier when it is not ours to know.</summary>
    public async Task<string> InvoiceNumber(string invoice, CancellationToken ct)
    {
        var id = TypedId.Parse<InvoiceId>(invoice).OrFail();
        return (await invoices.Find(id, ct))?.InvoiceNumber ?? invoice;
    }

    /// <summary>The number of an order; its identifier when we have not heard of it yet.</summary>
    public async Task<string> OrderNumber(string order, CancellationToken ct)
    {
        var id = TypedId.Parse<PurchaseOrderId>(order).OrFail();
        return (await orders.Find(id, ct))?.Number ?? order;
    }

    public static OrderNotice Of(PurchaseOrderIssued told) =>
        new(
            told.Number,
            told.Currency,
            told.TotalCents,
            [.. told.LineItems.Take(MostItems).Select(Of)],
            told.LineItems.Count,
            told.DeliveryAddress is { } address
                ? string.Join(", ", new[] { address.Street, address.PostalCode, address.City, address.Country }.OfType<string>())
                : null,
            told.PaymentTermsDays,
            told.NoteToSupplier
        );

    private static OrderedItem Of(IssuedLineItem line) =>
        new(
            line.LineNumber,
            line.SupplierSku ?? line.Sku,
            line.Description,
            line.Quantity,
            line.Unit,
            line.UnitPriceCents,
            line.DeliveryDate
        );
}
