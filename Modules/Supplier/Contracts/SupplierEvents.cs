namespace Procurement.Supplier.Contracts;

/// <summary>A supplier is known; it may not be ordered from yet.</summary>
[PublicEvent("supplier.supplier-registered.v1", "supplier")]
public sealed record SupplierRegistered
{
    /// <summary>The supplier, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>The code people call it by: two letters of the country and six digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name it trades under in law.</summary>
    public required string LegalName { get; init; }
}

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

    /// <summary>How far an invoice may be from what was received, in basis points, 0 to 1000; null when the general tolerance holds.</summary>
    public int? MatchToleranceBps { get; init; }
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

/// <summary>
/// Another bank account is proposed for a supplier, which is paid to it once it is confirmed and nobody has objected. Whoever had the supplier's
/// mail until now is to be told.
/// </summary>
[PublicEvent("supplier.supplier-bank-account-proposed.v1", "supplier")]
public sealed record SupplierBankAccountProposed
{
    /// <summary>The supplier, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Counts the accounts that were proposed for it, from 1.</summary>
    public required int AccountVersion { get; init; }

    /// <summary>The last four characters of the account's number.</summary>
    public required string IbanEnd { get; init; }

    /// <summary>E-mail addresses that are to be told of it: the present one, the one before, and those told of the account in use.</summary>
    public required IReadOnlyList<string> Notify { get; init; }
}

/// <summary>From now on a supplier is paid to this bank account.</summary>
[PublicEvent("supplier.supplier-bank-account-verified.v1", "supplier")]
public sealed record SupplierBankAccountVerified
{
    /// <summary>The supplier, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Counts the accounts that were proposed for it, from 1. A payment names the version it was decided for.</summary>
    public required int AccountVersion { get; init; }

    /// <summary>The last four characters of the account's number.</summary>
    public required string IbanEnd { get; init; }
}
