namespace Procurement.Purchasing.Domain;

using System.Globalization;

/// <summary>How much authority an amount calls for; authority is cumulative, so the order of the values matters.</summary>
internal enum ApprovalLevel
{
    L1 = 1,
    L2 = 2,
    L3 = 3,
}

/// <summary>Per currency, up to which total each level suffices. A currency without limits is not ordered in.</summary>
internal sealed class ApprovalLimits(IReadOnlyDictionary<Currency, (long L1, long L2)> limits)
{
    public bool Accepts(Currency currency) => limits.ContainsKey(currency);

    /// <summary>The bound belongs to the lower level: exactly 1,000.00 is L1, exactly 10,000.00 is L2.</summary>
    public ApprovalLevel LevelOf(Money total)
    {
        var (l1, l2) = limits[total.Currency];
        if (total.MinorUnits <= l1)
            return ApprovalLevel.L1;
        return total.MinorUnits <= l2 ? ApprovalLevel.L2 : ApprovalLevel.L3;
    }

    /// <summary>Reads <c>USD:100000:1000000,JPY:150000:1500000</c>: currency, greatest L1 total, greatest L2 total, in minor units.</summary>
    public static Result<ApprovalLimits> Parse(string text)
    {
        var limits = new Dictionary<Currency, (long, long)>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split(':');
            if (
                parts.Length != 3
                || Currency.Parse(parts[0]) is not { Error: null, Value: var currency }
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var l1)
                || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var l2)
                || l1 <= 0
                || l2 <= l1
                || !limits.TryAdd(currency, (l1, l2))
            )
                return Error.Invalid(
                    "INVALID_APPROVAL_LIMITS",
                    "must list each currency once as CODE:L1:L2 in minor units with 0 < L1 < L2, such as USD:100000:1000000,JPY:150000:1500000"
                );
        }
        return new ApprovalLimits(limits);
    }
}
