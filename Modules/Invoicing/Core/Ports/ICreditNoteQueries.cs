namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>Reads of credit notes.</summary>
internal interface ICreditNoteQueries
{
    Task<CreditNoteView?> Find(CreditNoteId id, CancellationToken ct);

    /// <summary>Newest first, by identifier.</summary>
    Task<Page<CreditNoteView>> List(CreditNoteFilter filter, CancellationToken ct);

    Task<HistoryPage?> History(CreditNoteId id, HistoryRange range, CancellationToken ct);

    Task<HistoryItem?> HistoryItem(CreditNoteId id, long version, CancellationToken ct);

    /// <summary>All of an invoice, oldest first.</summary>
    Task<IReadOnlyList<CreditNoteId>> OfInvoice(InvoiceId invoice, CancellationToken ct);

    /// <summary>Those of paid invoices of a supplier of which something is still to be set off, oldest first.</summary>
    Task<IReadOnlyList<CreditNoteId>> OpenOfPaid(SupplierId supplier, Currency currency, CancellationToken ct);
}

internal sealed record CreditNoteFilter
{
    public InvoiceId? InvoiceId { get; init; }
    public SupplierId? SupplierId { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
