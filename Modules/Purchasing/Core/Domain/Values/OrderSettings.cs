namespace Procurement.Purchasing.Domain;

/// <summary>How far apart two orders may be that count as one that was split; zero where nothing does.</summary>
internal sealed record SplitWindow(TimeSpan Time)
{
    public bool IsOff => Time == TimeSpan.Zero;
}

/// <summary>How much more than was ordered may be received, in basis points of the quantity.</summary>
internal sealed record OverReceipt(int BasisPoints)
{
    /// <summary>The most of a line that may be received, bound included; of whole units it may lie between two of them.</summary>
    public decimal MostOf(decimal ordered) => ordered + (ordered * BasisPoints / 10_000);
}
