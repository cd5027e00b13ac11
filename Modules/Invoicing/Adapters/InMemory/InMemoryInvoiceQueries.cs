namespace Procurement.Invoicing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class InMemoryInvoiceQueries(InMemoryTable<InvoicingModule, Invoice, InvoiceId> invoices) : IInvoiceQueries, IInvoiceFacts
{
    private const int MostSimilar = 20;

    public Task<InvoiceView?> Find(InvoiceId id, CancellationToken ct) =>
        Task.FromResult(invoices.Find(id) is { } invoice ? InvoiceView.Of(invoice) : null);

    public Task<Invoice?> Load(InvoiceId id, CancellationToken ct) => Task.FromResult(invoices.Find(id));

    public Task<Page<InvoiceHeader>> List(InvoiceFilter filter, CancellationToken ct) =>
        Task.FromResult(
            invoices
                .All()
                .Where(i => filter.Status is null || i.Status == filter.Status)
                .Where(i => filter.SupplierId is null || i.SupplierId == filter.SupplierId)
                .Where(i => filter.OrderId is null || i.OrderId == filter.OrderId)
                .Where(i => filter.NumberKey is null || i.NumberKey == filter.NumberKey)
                .Where(i => filter.Currency is null || i.Currency == filter.Currency)
                .Where(i => filter.IsVoid is null || i.IsVoid == filter.IsVoid)
                .Where(i => filter.DueFrom is null || i.DueDate >= filter.DueFrom)
                .Where(i => filter.DueTo is null || i.DueDate <= filter.DueTo)
                .Where(i => filter.MinGrossMinor is null || i.GrossMinor >= filter.MinGrossMinor)
                .Where(i => filter.MaxGrossMinor is null || i.GrossMinor <= filter.MaxGrossMinor)
                .Where(i => filter.CreatedFrom is null || i.CreatedAt >= filter.CreatedFrom)
                .Where(i => filter.CreatedTo is null || i.CreatedAt < filter.CreatedTo)
                .Page(i => i.Id.Value, filter.After, filter.Limit, InvoiceHeader.Of)
        );

    public Task<HistoryPage?> History(InvoiceId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(invoices.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(InvoiceId id, long version, CancellationToken ct) =>
        Task.FromResult(invoices.HistoryItemOf(id, version));

    public Task<IReadOnlyList<InvoiceId>> SimilarTo(InvoiceContent invoice, InvoiceId? butNot, int days, CancellationToken ct)
    {
        var (from, to) = (Near.From(invoice.IssueDate, days), Near.To(invoice.IssueDate, days));
        return Task.FromResult<IReadOnlyList<InvoiceId>>([
            .. invoices
                .All()
                .Where(i =>
                    i.SupplierId == invoice.Supplier && i.Currency == invoice.Currency && i.GrossMinor == invoice.Amounts.GrossMinor
                )
                .Where(i => !i.IsVoid && i.NumberKey != invoice.Number.Key && i.Id != butNot)
                .Where(i => i.IssueDate >= from && i.IssueDate <= to)
                .OrderBy(i => i.IssueDate)
                .ThenBy(i => i.Id.Value)
                .Take(MostSimilar)
                .Select(i => i.Id),
        ]);
    }

    public Task<bool> Waits(InvoiceId id, CancellationToken ct) => Task.FromResult(invoices.Find(id) is { Waits: true });

    public Task<IReadOnlyList<InvoiceId>> WaitingFor(PurchaseOrderId order, CancellationToken ct) =>
        Ids(invoices.All().Where(i => i.OrderId == order && i.Waits));

    public Task<IReadOnlyList<InvoiceId>> OpenOf(PurchaseOrderId order, CancellationToken ct) =>
        Ids(invoices.All().Where(i => i.OrderId == order && !i.IsVoid && i.Status != InvoiceStatus.Paid));

    public Task<IReadOnlyList<InvoiceId>> Overdue(DateTimeOffset now, int atMost, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<InvoiceId>>([
            .. invoices.All().Where(i => i.RemindAt <= now && !i.IsVoid).OrderBy(i => i.RemindAt).Take(atMost).Select(i => i.Id),
        ]);

    public Task<IReadOnlyList<OpenAmount>> Open(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<OpenAmount>>([
            .. invoices
                .All()
                .Where(i => !i.IsVoid && i.Status != InvoiceStatus.Paid)
                .GroupBy(i => (i.Status, i.Currency.Code))
                .OrderBy(group => group.Key.Status.ToString(), StringComparer.Ordinal)
                .ThenBy(group => group.Key.Code, StringComparer.Ordinal)
                .Select(group => new OpenAmount(
                    $"{group.Key.Status}",
                    group.Key.Code,
                    group.Count(),
                    group.Sum(i => (decimal)i.GrossMinor - i.CreditedGrossMinor)
                )),
        ]);

    public Task<IReadOnlyList<DecidedInvoice>> Decided(DateTimeOffset from, DateTimeOffset to, int atMost, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<DecidedInvoice>>([
            .. invoices
                .All()
                .Where(i => i.CreatedAt >= from && i.CreatedAt < to && i.Match is not null && !i.IsVoid)
                .OrderBy(i => i.Id.Value)
                .Take(atMost)
                .Select(i => new DecidedInvoice(i.Id, i.Match!)),
        ]);

    private static Task<IReadOnlyList<InvoiceId>> Ids(IEnumerable<Invoice> found) =>
        Task.FromResult<IReadOnlyList<InvoiceId>>([.. found.OrderBy(i => i.Id.Value).Select(i => i.Id)]);
}

internal sealed class InMemoryOrderCopyQueries(InMemoryTable<InvoicingModule, OrderCopy, PurchaseOrderId> orders) : IOrderCopyQueries
{
    public Task<OrderCopy?> Find(PurchaseOrderId id, CancellationToken ct) => Task.FromResult(orders.Find(id));

    public Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(orders.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct) =>
        Task.FromResult(orders.HistoryItemOf(id, version));

    public Task<IReadOnlyList<OrderCopy>> IssuedTo(SupplierId supplier, int atMost, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<OrderCopy>>([
            .. orders
                .All()
                .Where(o => o.SupplierId == supplier && o.Status == OrderCopyStatus.Issued)
                .OrderByDescending(o => o.Id.Value)
                .Take(atMost),
        ]);
}

/// <summary>How lists in memory are divided.</summary>
internal static class Paged
{
    /// <summary>A page of what was found, newest first.</summary>
    public static Page<TView> Page<T, TView>(this IEnumerable<T> found, Func<T, Guid> key, Guid? after, int limit, Func<T, TView> show)
    {
        var page = found
            .Where(each => after is null || key(each).CompareTo(after.Value) < 0)
            .OrderByDescending(key)
            .Take(limit + 1)
            .ToList();
        Guid? next = page.Count > limit ? key(page[limit - 1]) : null;
        return new Page<TView>([.. page.Take(limit).Select(show)], next);
    }
}
