namespace Procurement.Purchasing.Adapters;

using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Purchasing.Domain;

/// <summary>What is configured of approvals and receipts.</summary>
internal sealed record ApprovalSettings(ApprovalTerms Terms, SplitWindow SplitWindow, OverReceipt OverReceipt)
{
    public static ApprovalSettings Read(EnvironmentReader env)
    {
        var calendar = env.Parse(
            "PURCHASING_CALENDAR",
            "Which days are no business days besides Saturdays and Sundays: nobody's, the public holidays of a country, or the days listed.",
            $"`none`, one of {string.Join(", ", Calendars.Countries)}, or days, comma separated",
            "2026-12-25,2026-12-26",
            Calendars.Parse
        );
        var terms = env.Parse(
            "PURCHASING_APPROVAL_SLA",
            "Per approval level, how long a decision may take; the approvers are reminded at half of it.",
            $"`LEVEL:TIME` for each level, comma separated; whole business days (d) or a duration (ms, s, m, h), above zero, at most {ApprovalTerms.MostDays} days",
            "L1:2d,L2:5d,L3:10d",
            text => ApprovalTerms.Parse(text, Durations.Parse)
        );
        var window = env.Duration(
            "PURCHASING_SPLIT_WINDOW",
            "How far apart orders of one requester from one supplier are taken for one that was split; `0s` means never.",
            "24h",
            TimeSpan.Zero,
            TimeSpan.FromDays(90)
        );
        var overReceipt = env.Integer(
            "PURCHASING_OVER_RECEIPT_BPS",
            "How much more than was ordered may be received, in basis points of a line's quantity.",
            "200",
            0,
            10_000
        );
        return new(new(terms, calendar), new(window), new(overReceipt));
    }
}
