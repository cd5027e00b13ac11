namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>Reads of invoices that feed screens, lists and decisions.</summary>
internal interface IInvoiceQueries
{
    Task<InvoiceView?> Find(InvoiceId id, CancellationToken ct);

    /// <summary>Newest first, by identifier, which is ordered by the time of registration.</summary>
    Task<Page<InvoiceHeader>> List(InvoiceFilter filter, CancellationToken ct);

    /// <summary>Part of the audit trail, oldest first; null when there is no such invoice.</summary>
    Task<HistoryPage?> History(InvoiceId id, HistoryRange range, CancellationToken ct);

    /// <summary>One line of the audit trail, whole; null when there is none of that version.</summary>
    Task<HistoryItem?> HistoryItem(InvoiceId id, long version, CancellationToken ct);

    /// <summary>
    /// Invoices, not void, of the same supplier, currency and gross with other numbers, dated within so many days; the first twenty by their
    /// dates.
    /// </summary>
    Task<IReadOnlyList<InvoiceId>> SimilarTo(InvoiceContent invoice, InvoiceId? butNot, int days, CancellationToken ct);

    /// <summary>Whether there is such an invoice and it waits to be compared.</summary>
    Task<bool> Waits(InvoiceId id, CancellationToken ct);

    /// <summary>Invoices of an order that wait to be compared, oldest first.</summary>
    Task<IReadOnlyList<InvoiceId>> WaitingFor(PurchaseOrderId order, CancellationToken ct);

    /// <summary>Invoices of an order that are neither void nor paid, oldest first.</summary>
    Task<IReadOnlyList<InvoiceId>> OpenOf(PurchaseOrderId order, CancellationToken ct);

    /// <summary>Invoices to which nothing has happened for too long, the longest waiting first.</summary>
    Task<IReadOnlyList<InvoiceId>> Overdue(DateTimeOffset now, int atMost, CancellationToken ct);

    /// <summary>What is not paid yet, by status and currency, credits taken off.</summary>
    Task<IReadOnlyList<OpenAmount>> Open(CancellationToken ct);

    /// <summary>What decided invoices were compared by, of those registered in some time, oldest first.</summary>
    Task<IReadOnlyList<DecidedInvoice>> Decided(DateTimeOffset from, DateTimeOffset to, int atMost, CancellationToken ct);
}

/// <summary>Invoices of one status and currency that are neither void nor paid.</summary>
/// <param name="Minor">What is to be paid for them, in minor units of the currency.</param>
internal sealed record OpenAmount(string Status, string Currency, long Count, decimal Minor);

/// <summary>Invoices as they are, for whoever explains them.</summary>
internal interface IInvoiceFacts
{
    /// <summary>As last committed, not to be changed; null when there is none.</summary>
    Task<Invoice?> Load(InvoiceId id, CancellationToken ct);
}

/// <summary>An invoice as it was decided.</summary>
internal sealed record DecidedInvoice(InvoiceId Id, MatchFacts Facts);

/// <summary>Which invoices; null leaves a condition out. From is included, to is not.</summary>
internal sealed record InvoiceFilter
{
    public InvoiceStatus? Status { get; init; }
    public SupplierId? SupplierId { get; init; }
    public PurchaseOrderId? OrderId { get; init; }

    /// <summary>What the supplier's number is told by: <see cref="InvoiceNumber.Key"/>.</summary>
    public string? NumberKey { get; init; }
    public Currency? Currency { get; init; }
    public bool? IsVoid { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    public long? MinGrossMinor { get; init; }
    public long? MaxGrossMinor { get; init; }
    public DateTimeOffset? CreatedFrom { get; init; }
    public DateTimeOffset? CreatedTo { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
