namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>Reads that feed screens, lists and other modules, straight to what is shown.</summary>
internal interface ISupplierQueries
{
    Task<SupplierView?> Find(SupplierId id, CancellationToken ct);

    /// <summary>Newest first, by identifier, which is ordered by the time of creation.</summary>
    Task<Page<SupplierHeaderView>> List(SupplierFilter filter, CancellationToken ct);

    /// <summary>Part of the audit trail, oldest first; null when there is no such supplier.</summary>
    Task<HistoryPage?> History(SupplierId id, HistoryRange range, CancellationToken ct);

    /// <summary>One line of the audit trail, whole; null when there is none of that version.</summary>
    Task<HistoryItem?> HistoryItem(SupplierId id, long version, CancellationToken ct);

    /// <summary>What whoever orders or pays has to know; null when there is no such supplier.</summary>
    Task<Standing?> FindStanding(SupplierId id, CancellationToken ct);

    /// <summary>What is needed to pay or write to it; null when there is no such supplier.</summary>
    Task<Supplier?> Load(SupplierId id, CancellationToken ct);

    /// <summary>Suppliers with a confirmed bank account that nobody may object to any more, the longest waiting first.</summary>
    Task<IReadOnlyList<SupplierId>> WithAccountToVerify(DateTimeOffset now, int atMost, CancellationToken ct);
}

/// <summary>How a supplier stands with us.</summary>
/// <param name="Status">State of its life cycle.</param>
/// <param name="Hold">What is not done with it for the time being; null when it is not on hold.</param>
/// <param name="Code">Its code.</param>
/// <param name="LegalName">Its name.</param>
/// <param name="MatchToleranceBps">In basis points; null when the general one holds.</param>
/// <param name="PayableAccount">Version of the bank account in use; null when there is none.</param>
internal sealed record Standing(
    SupplierStatus Status,
    HoldScope? Hold,
    string Code,
    string LegalName,
    int? MatchToleranceBps,
    int? PayableAccount,
    int? PaymentTermsDays
);

/// <summary>Which suppliers; null leaves a condition out.</summary>
internal sealed record SupplierFilter
{
    public SupplierStatus? Status { get; init; }
    public string? CodePrefix { get; init; }
    public string? NamePrefix { get; init; }
    public Country? Country { get; init; }
    public RiskScore? MinRiskScore { get; init; }
    public RiskScore? MaxRiskScore { get; init; }
    public DateOnly? DocumentExpiresBefore { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
