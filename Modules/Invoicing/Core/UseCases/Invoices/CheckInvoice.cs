namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Looks at what an invoice says beside what is known of its supplier, its order and other invoices.</summary>
internal sealed class CheckInvoice(
    ISupplierDirectory suppliers,
    IOrderDirectory purchasing,
    IRepository<OrderCopy, PurchaseOrderId> orders,
    IOrderCopyQueries candidates,
    IInvoiceQueries invoices
)
{
    /// <summary>Where nothing was agreed.</summary>
    private const int OrdinaryTermsDays = 30;

    /// <summary>How near the dates of two invoices are that look like the same.</summary>
    private const int NearDays = 14;

    private const int MostOrders = 200;

    /// <param name="content">What it says.</param>
    /// <param name="self">The invoice, when it is known already; null for a new one.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>And its order, loaded to be changed; null when nothing was heard of it, or none is named.</returns>
    public async Task<Result<(Filing Filing, OrderCopy? Order)>> Execute(InvoiceContent content, InvoiceId? self, CancellationToken ct)
    {
        if (await suppliers.TermsOf(content.Supplier, ct) is not { } terms)
            return InvoiceErrors.UnknownSupplier;
        OrderCopy? copy = null;
        if (content.Order is { } id)
        {
            copy = await orders.Find(id, ct);
            if (await Against(content, id, copy, ct) is { } refused)
                return refused;
        }
        var similar = await invoices.SimilarTo(content, self, NearDays, ct);
        var filing = new Filing(
            content.DueDate ?? Near.To(content.IssueDate, copy?.PaymentTermsDays ?? terms.PaymentTermsDays ?? OrdinaryTermsDays),
            [.. similar.Select(other => $"{other}")],
            content.Order is null ? Candidates.Rank(content, await candidates.IssuedTo(content.Supplier, MostOrders, ct)) : []
        );
        return (filing, copy);
    }

    private async Task<Error?> Against(InvoiceContent content, PurchaseOrderId id, OrderCopy? copy, CancellationToken ct)
    {
        if (copy is { SupplierId: { } supplier, CurrencyCode: { } currency })
            return Against(content, supplier, currency, copy.IsCancelled);
        // Nothing, or not all, was told of it yet: whoever keeps it knows.
        return await purchasing.Find(id, ct) switch
        {
            null => InvoiceErrors.UnknownOrder,
            { IsCancelled: false, IsIssued: false } => InvoiceErrors.OrderNotIssued,
            { } known => Against(content, known.Supplier, known.Currency, known.IsCancelled),
        };
    }

    private static Error? Against(InvoiceContent content, SupplierId supplier, string currency, bool isCancelled) =>
        isCancelled ? InvoiceErrors.OrderCancelled
        : supplier != content.Supplier ? InvoiceErrors.OtherSupplier
        : currency != content.Currency.Code ? InvoiceErrors.OtherCurrency
        : null;
}
