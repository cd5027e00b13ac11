namespace Procurement.Purchasing.Domain;

/// <summary>Decides whose approval a total calls for, and until when.</summary>
internal sealed class ApprovalRouter(ApprovalLimits limits, ApprovalTerms terms)
{
    /// <summary>
    /// The level of the total, or of the sum with orders that look like parts of the same one (a split order), when that is higher: orders
    /// before it keep theirs, the one that tips the sum has to answer for it.
    /// </summary>
    /// <param name="beside">The other orders; null where nobody looks for split ones.</param>
    public Result<Routing> Route(Money total, SubmittedOrders? beside, DateTimeOffset now)
    {
        if (!limits.Accepts(total.Currency))
            return PurchaseOrderErrors.CurrencyGivenUp;
        var own = limits.LevelOf(total);
        var others = beside?.Orders ?? [];
        var sum = others.Aggregate((Int128)total.MinorUnits, (all, other) => all + other.TotalMinor);
        var together = limits.LevelOf(Money.Of(sum > long.MaxValue ? long.MaxValue : (long)sum, total.Currency).Value);
        return new Routing(
            together,
            together > own ? [.. others.Select(other => other.Id.ToString())] : [],
            beside?.Last + 1,
            terms.RemindAt(together, now),
            terms.DueAt(together, now)
        );
    }
}

/// <summary>Another order that may be part of the same purchase.</summary>
internal sealed record SubmittedOrder(PurchaseOrderId Id, long TotalMinor);

/// <summary>The orders that may be part of the same purchase, as they were at one moment.</summary>
/// <param name="Last">The last number that one of the same requester, supplier and currency has taken; 0 when none has.</param>
internal sealed record SubmittedOrders(long Last, IReadOnlyList<SubmittedOrder> Orders);
