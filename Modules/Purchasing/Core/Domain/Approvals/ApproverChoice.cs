namespace Procurement.Purchasing.Domain;

/// <summary>Authority that somebody was given, and may use on the day in question.</summary>
internal sealed record DelegatedAuthority(string From, ApprovalLevel Level);

/// <summary>With whose authority somebody decides on an order.</summary>
internal static class ApproverChoice
{
    /// <summary>
    /// The caller's own authority where it suffices. Otherwise that of a delegator who is no author of the order, the lowest that suffices, so
    /// that no more is used than is called for, and of equals the first by name. Where there is none it is the caller's own again, which the
    /// order then refuses.
    /// </summary>
    public static Approver Choose(
        Approver caller,
        IReadOnlyList<DelegatedAuthority> held,
        ApprovalLevel required,
        Func<string, bool> isAuthor
    )
    {
        if (caller.Authority >= required)
            return caller;
        var lent = held.Where(authority => authority.Level >= required && !isAuthor(authority.From))
            .OrderBy(authority => authority.Level)
            .ThenBy(authority => authority.From, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault();
        return lent is null ? caller : new Approver(caller.Actor.For(lent.From), lent.Level);
    }
}
