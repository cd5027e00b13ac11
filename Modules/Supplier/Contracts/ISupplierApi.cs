namespace Procurement.Supplier.Contracts;

/// <summary>What other modules may ask the Supplier module. Questions only: nothing here changes anything (ADR 0008).</summary>
public interface ISupplierApi
{
    /// <summary>May this supplier be ordered from, and who is it?</summary>
    /// <param name="supplierId">Bare identifier, without the <c>sup_</c> prefix.</param>
    /// <param name="ct">Gives up the question.</param>
    /// <returns>Its standing as last committed; null when no such supplier is registered.</returns>
    Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct);

    /// <summary>Where is this supplier paid? For who makes payments, and nobody else.</summary>
    /// <param name="supplierId">Bare identifier, without the <c>sup_</c> prefix.</param>
    /// <param name="ct">Gives up the question.</param>
    /// <returns>Its verified account as last committed; null when it has none, or no such supplier is registered.</returns>
    Task<PayableAccount?> FindPayableAccount(Guid supplierId, CancellationToken ct);

    /// <summary>How is this supplier written to?</summary>
    /// <param name="supplierId">Bare identifier, without the <c>sup_</c> prefix.</param>
    /// <param name="ct">Gives up the question.</param>
    /// <returns>Its contact as last committed; null when no such supplier is registered.</returns>
    Task<SupplierContact?> FindContact(Guid supplierId, CancellationToken ct);
}

/// <summary>A verified bank account of a supplier, and whose it is.</summary>
public sealed record PayableAccount
{
    /// <summary>Counts the accounts that were proposed for the supplier, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The account's number without blanks (ISO 13616).</summary>
    public required string Iban { get; init; }

    /// <summary>The bank (ISO 9362), 8 or 11 characters.</summary>
    public required string Bic { get; init; }

    /// <summary>Whose account it is, 1 to 140 characters.</summary>
    public required string Holder { get; init; }

    /// <summary>The supplier's town; null when its address is not known.</summary>
    public required string? Town { get; init; }

    /// <summary>The supplier's country (ISO 3166-1 alpha-2); null when its address is not known.</summary>
    public required string? Country { get; init; }
}

/// <summary>How a supplier is written to.</summary>
public sealed record SupplierContact
{
    /// <summary>The name it trades under in law, 1 to 256 characters.</summary>
    public required string LegalName { get; init; }

    /// <summary>Where its mail goes (RFC 5322).</summary>
    public required string Email { get; init; }
}

/// <summary>How a supplier stands with us.</summary>
public sealed record SupplierStanding
{
    /// <summary>Bare identifier.</summary>
    public required Guid SupplierId { get; init; }

    /// <summary>The code people call it by: two letters of the country, a hyphen and six digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name it trades under in law, 1 to 256 characters.</summary>
    public required string LegalName { get; init; }

    /// <summary>State of its life cycle.</summary>
    public required SupplierStatus Status { get; init; }

    /// <summary>Why new orders may not name it; null when they may.</summary>
    public required OrderRefusal? OrdersRefused { get; init; }

    /// <summary>Within how many days of an invoice it is paid, 0 to 365; null when nothing was agreed.</summary>
    public required int? PaymentTermsDays { get; init; }

    /// <summary>How far an invoice may be from what was received, in basis points, 0 to 1000; null when the general tolerance holds.</summary>
    public required int? MatchToleranceBps { get; init; }

    /// <summary>Version of the verified bank account, from 1; null when it has none and cannot be paid.</summary>
    public required int? PayableAccountVersion { get; init; }

    /// <summary>Whether payments to it are on hold.</summary>
    public required bool PaymentsHeld { get; init; }
}

/// <summary>Why a supplier may not be ordered from.</summary>
public enum OrderRefusal
{
    /// <summary>It has not been approved yet.</summary>
    NotApproved,

    /// <summary>It is suspended.</summary>
    Suspended,

    /// <summary>It is excluded for good.</summary>
    Blacklisted,

    /// <summary>It is approved, but orders are on hold.</summary>
    OnHold,
}

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
