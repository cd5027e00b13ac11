namespace Procurement.Supplier.Domain;

/// <summary>States of a supplier that can be reached today; later ones come with the commands that lead to them.</summary>
internal enum SupplierStatus
{
    Pending,
    Approved,
    Suspended,
}

internal static class SupplierStatuses
{
    /// <summary>Whether new orders may name a supplier in this state.</summary>
    public static bool MayBeOrderedFrom(this SupplierStatus status) => status == SupplierStatus.Approved;
}
