namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>Reads of payments.</summary>
internal interface IPaymentQueries
{
    Task<PaymentView?> Find(PaymentId id, CancellationToken ct);

    /// <summary>Newest first, by identifier.</summary>
    Task<Page<PaymentView>> List(PaymentFilter filter, CancellationToken ct);

    Task<HistoryPage?> History(PaymentId id, HistoryRange range, CancellationToken ct);

    Task<HistoryItem?> HistoryItem(PaymentId id, long version, CancellationToken ct);

    /// <summary>The payment of an invoice that was not reversed; null when there is none.</summary>
    Task<PaymentId?> OfInvoice(InvoiceId invoice, CancellationToken ct);

    /// <summary>Payments in no run that are due by a day, or whose discount ends by it, the earliest due first.</summary>
    /// <param name="cutOff">The day.</param>
    /// <param name="today">A discount that ended before has no part in it.</param>
    /// <param name="supplier">Only those to it; null for all.</param>
    /// <param name="atMost">How many.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<PaymentId>> Due(DateOnly cutOff, DateOnly today, SupplierId? supplier, int atMost, CancellationToken ct);

    /// <summary>Payments of a run that go out, or went, in order of identifier.</summary>
    Task<IReadOnlyList<PaymentId>> InRun(PaymentRunId run, CancellationToken ct);

    /// <summary>Payments in runs for the bank that it has not taken yet, in order of identifier.</summary>
    /// <param name="withUnsettled">Also those that it has not settled.</param>
    /// <param name="after">Behind which to begin; null for the first.</param>
    /// <param name="atMost">How many.</param>
    /// <param name="ct">Gives up.</param>
    Task<IReadOnlyList<PaymentId>> ForBank(bool withUnsettled, PaymentId? after, int atMost, CancellationToken ct);
}

internal sealed record PaymentFilter
{
    public PaymentStatus? Status { get; init; }
    public InvoiceId? InvoiceId { get; init; }
    public SupplierId? SupplierId { get; init; }
    public PaymentRunId? RunId { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}

/// <summary>Reads of payment runs.</summary>
internal interface IPaymentRunQueries
{
    Task<PaymentRunView?> Find(PaymentRunId id, CancellationToken ct);

    /// <summary>Newest first, by identifier.</summary>
    Task<Page<PaymentRunHeader>> List(PaymentRunFilter filter, CancellationToken ct);

    Task<HistoryPage?> History(PaymentRunId id, HistoryRange range, CancellationToken ct);

    Task<HistoryItem?> HistoryItem(PaymentRunId id, long version, CancellationToken ct);

    /// <summary>Whether the daily run of a day was planned.</summary>
    Task<bool> HasDaily(DateOnly day, CancellationToken ct);
}

internal sealed record PaymentRunFilter
{
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
