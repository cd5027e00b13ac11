namespace Procurement.Supplier.Domain;

/// <summary>States of a supplier.</summary>
internal enum SupplierStatus
{
    Pending,
    Approved,
    Suspended,
    Blacklisted,
}

internal static class SupplierStatuses
{
    /// <summary>Whether new orders may name a supplier in this state and, if it is, on such a hold.</summary>
    public static bool MayBeOrderedFrom(this SupplierStatus status, HoldScope? hold) =>
        status == SupplierStatus.Approved && hold is not (HoldScope.Orders or HoldScope.All);
}
