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
    /// <summary>Whether new orders may name a supplier in this state.</summary>
    public static bool MayBeOrderedFrom(this SupplierStatus status) => status == SupplierStatus.Approved;
}
