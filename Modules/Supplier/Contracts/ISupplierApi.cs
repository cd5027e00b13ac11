namespace Procurement.Supplier.Contracts;

/// <summary>What other modules may ask the Supplier module. Questions only: nothing here changes anything (ADR 0008).</summary>
public interface ISupplierApi
{
    /// <summary>May this supplier be ordered from, and who is it?</summary>
    /// <param name="supplierId">Bare identifier, without the <c>sup_</c> prefix.</param>
    /// <param name="ct">Gives up the question.</param>
    /// <returns>Its standing as last committed; null when no such supplier is registered.</returns>
    Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct);
}

/// <summary>How a supplier stands with us.</summary>
/// <param name="SupplierId">Bare identifier.</param>
/// <param name="Status">State of its life cycle.</param>
/// <param name="MayBeOrderedFrom">True when new orders may name it: it is approved.</param>
public sealed record SupplierStanding(Guid SupplierId, SupplierStatus Status, bool MayBeOrderedFrom);

/// <summary>Life cycle of a supplier.</summary>
public enum SupplierStatus
{
    /// <summary>Registered, not yet approved.</summary>
    Pending,

    /// <summary>May be ordered from.</summary>
    Approved,

    /// <summary>No new orders; orders already issued go on.</summary>
    Suspended,

    /// <summary>Excluded for good.</summary>
    Blacklisted,
}
