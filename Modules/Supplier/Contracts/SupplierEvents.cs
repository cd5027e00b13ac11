namespace Procurement.Supplier.Contracts;

/// <summary>A supplier may be ordered from, for the first time.</summary>
[PublicEvent("supplier.supplier-approved.v1", "supplier")]
public sealed record SupplierApproved
{
    /// <summary>The supplier, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>The code people call it by: two letters of the country and six digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name it trades under in law.</summary>
    public required string LegalName { get; init; }
}

/// <summary>A supplier may not be ordered from for a while; what is already issued goes on.</summary>
[PublicEvent("supplier.supplier-suspended.v1", "supplier")]
public sealed record SupplierSuspended
{
    /// <summary>The supplier, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }
}

/// <summary>A suspended supplier may be ordered from again.</summary>
[PublicEvent("supplier.supplier-reinstated.v1", "supplier")]
public sealed record SupplierReinstated
{
    /// <summary>The supplier, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }
}

/// <summary>A supplier is excluded for good, and every order that is not yet paid is in dispute.</summary>
[PublicEvent("supplier.supplier-blacklisted.v1", "supplier")]
public sealed record SupplierBlacklisted
{
    /// <summary>The supplier, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }
}
