namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Which orders a summary is about: those made from one moment to before another.</summary>
internal sealed record SummaryFilter
{
    /// <summary>A year of orders can be counted within the time of a request.</summary>
    public const int MostDays = 366;

    public const int DaysUnlessSaid = 90;

    public required DateTimeOffset CreatedFrom { get; init; }
    public required DateTimeOffset CreatedTo { get; init; }
    public Currency? Currency { get; init; }
    public SupplierId? SupplierId { get; init; }
}

/// <summary>What dashboards show. Amounts of different currencies are never added.</summary>
internal sealed record SummaryView
{
    /// <summary>Most suppliers of one currency.</summary>
    public const int MostSuppliers = 50;

    public required DateTimeOffset CreatedFrom { get; init; }
    public required DateTimeOffset CreatedTo { get; init; }
    public required IReadOnlyList<StatusSumView> ByStatus { get; init; }

    /// <summary>Those with the largest totals in each currency.</summary>
    public required IReadOnlyList<SupplierSumView> BySupplier { get; init; }
    public required CycleTimesView CycleTimes { get; init; }

    /// <summary>What was issued and not cancelled, by the month of its issue in UTC.</summary>
    public required IReadOnlyList<MonthSumView> SpendByMonth { get; init; }

    /// <summary>What was issued, is neither closed nor cancelled, and is still to be billed.</summary>
    public required IReadOnlyList<CurrencySumView> OpenCommitments { get; init; }
}

internal sealed record StatusSumView(
    [property: Is<NameOf<PurchaseOrderStatus>>] string Status,
    [property: Is<Currency>] string Currency,
    [property: Is<OrderCount>] long Count,
    [property: Is<MinorUnits>] long TotalCents
);

internal sealed record SupplierSumView(
    [property: Is<SupplierId>] string SupplierId,
    [property: Is<Currency>] string Currency,
    [property: Is<OrderCount>] long Count,
    [property: Is<MinorUnits>] long TotalCents
);

internal sealed record CycleTimesView(CycleTimeView SubmitToApprove, CycleTimeView IssueToReceive);

/// <summary>How long it took those that came to its end; null when none did. Each figure is the time of one of them, not between two.</summary>
internal sealed record CycleTimeView(
    [property: Is<OrderCount>] long Count,
    [property: Is<Seconds>] long? MedianSeconds,
    [property: Is<Seconds>] long? P90Seconds
);

internal sealed record MonthSumView(
    [property: Is<Month>] string Month,
    [property: Is<CostCenter>] string? CostCenter,
    [property: Is<Currency>] string Currency,
    [property: Is<MinorUnits>] long TotalCents
);

internal sealed record CurrencySumView([property: Is<Currency>] string Currency, [property: Is<MinorUnits>] long TotalCents);

internal sealed class OrderCount : IFacts
{
    public static Facts Facts { get; } = new() { Min = 0, Example = 12L };
}

internal sealed class Seconds : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "Whole seconds.",
            Min = 0,
            Example = 86400L,
        };
}

internal sealed class Month : IFacts
{
    public static Facts Facts { get; } = new() { Pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", Example = "2026-01" };
}
