namespace Procurement.Invoicing.Domain;

/// <summary>
/// Everything that the three-way match decides by. It is kept with the decision, so that the decision can be explained, and made again, at
/// any time.
/// </summary>
internal sealed record MatchFacts
{
    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Lines of the order of which something may be billed, or is; by number.</summary>
    public required IReadOnlyList<OrderLineFacts> OrderLines { get; init; }

    public required InvoiceTotals Invoice { get; init; }

    /// <summary>Whether goods of the order have failed the check and nobody has decided on them: nothing is found to agree meanwhile.</summary>
    public bool HasOpenDiscrepancy { get; init; }

    /// <summary>What was agreed for the order; null when nothing was.</summary>
    public Tolerance? OrderTolerance { get; init; }

    /// <summary>What was agreed with the supplier; null when nothing was.</summary>
    public Tolerance? SupplierTolerance { get; init; }

    public required MatchPolicy Policy { get; init; }
}

/// <summary>One line of the order. Quantities are counted in the unit that the line's own contains, if it contains any.</summary>
/// <param name="Quantity">What may be billed in all: what is ordered less what will not come.</param>
/// <param name="UnitPriceCents">Of one unit, in minor units.</param>
/// <param name="UnitSize">How many one unit holds; 1 when it holds none.</param>
/// <param name="Tolerance">What was agreed for the line; null when nothing was.</param>
internal sealed record OrderLineFacts(
    int LineNumber,
    decimal Quantity,
    decimal UnitPriceCents,
    decimal UnitSize,
    decimal ReceivedQuantity,
    decimal ReturnedQuantity,
    decimal BilledQuantity,
    Tolerance? Tolerance = null
)
{
    /// <summary>What came, was kept and is not billed yet.</summary>
    public decimal Available => Math.Max(0, ReceivedQuantity - ReturnedQuantity - BilledQuantity);

    /// <summary>What may be billed once all has come; never less than what came.</summary>
    public decimal Open => Math.Max(Available, Quantity - BilledQuantity);

    public long Worth(decimal counted) => Exactly.Worth(counted, UnitPriceCents, UnitSize);
}

/// <summary>What an invoice asks for.</summary>
/// <param name="Lines">Null when it says a total only.</param>
internal sealed record InvoiceTotals(long NetCents, IReadOnlyList<InvoiceLineFacts>? Lines);

/// <summary>One line of an invoice.</summary>
/// <param name="OrderLineNumber">Which line of the order it bills.</param>
/// <param name="Quantity">In units of the order's line.</param>
/// <param name="UnitPriceCents">Of one unit, in minor units.</param>
/// <param name="NetCents">In minor units.</param>
internal sealed record InvoiceLineFacts(int LineNumber, int OrderLineNumber, decimal Quantity, decimal UnitPriceCents, long NetCents);

/// <summary>What is tolerated where nothing else was agreed.</summary>
internal sealed record MatchPolicy(Tolerance Default)
{
    /// <summary>Tells this policy from every other.</summary>
    public string Version =>
        CanonicalJson.Digest(
            new System.Text.Json.Nodes.JsonObject
            {
                ["over_bps"] = Default.OverBps,
                ["over_cents"] = Default.OverMinor,
                ["under_bps"] = Default.UnderBps,
                ["under_cents"] = Default.UnderMinor,
            }
        )[..16];
}
