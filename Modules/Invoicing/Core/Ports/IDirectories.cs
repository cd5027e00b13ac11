namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>What Invoicing asks of whoever keeps the suppliers.</summary>
internal interface ISupplierDirectory
{
    /// <summary>On which terms a supplier is paid; null when it is not registered.</summary>
    Task<SupplierTerms?> TermsOf(SupplierId supplier, CancellationToken ct);

    /// <summary>Where a supplier is paid; null when it has no verified account.</summary>
    Task<Payee?> PayeeOf(SupplierId supplier, CancellationToken ct);
}

internal static class SupplierDirectories
{
    /// <summary>Where and whether a supplier can be paid now; one that is not registered cannot.</summary>
    public static async Task<PayeeStanding> StandingOf(this ISupplierDirectory suppliers, SupplierId supplier, CancellationToken ct) =>
        (await suppliers.TermsOf(supplier, ct))?.Standing ?? new PayeeStanding(null, IsHeld: true);
}

/// <summary>The terms of a supplier.</summary>
/// <param name="PaymentTermsDays">Days from the invoice to its payment; null when nothing was agreed.</param>
/// <param name="ToleranceBps">In basis points; null when the general tolerance holds.</param>
/// <param name="Standing">Where and whether it can be paid.</param>
internal sealed record SupplierTerms(int? PaymentTermsDays, int? ToleranceBps, PayeeStanding Standing)
{
    public Tolerance? Tolerance => ToleranceBps is { } bps ? Domain.Tolerance.Within(bps) : null;
}

/// <summary>Who is paid, and where.</summary>
/// <param name="AccountVersion">Of the verified bank account.</param>
/// <param name="Town">Null when no address is known.</param>
/// <param name="Country">ISO 3166-1 alpha-2; that of the account when no address is known.</param>
internal sealed record Payee(int AccountVersion, string Iban, string Bic, string Holder, string? Town, string Country);

/// <summary>What Invoicing asks of whoever keeps the orders, when it has not heard of one itself.</summary>
internal interface IOrderDirectory
{
    /// <summary>How an order stands; null when there is none.</summary>
    Task<OrderStanding?> Find(PurchaseOrderId order, CancellationToken ct);
}

/// <summary>How an order stands where it is kept.</summary>
internal sealed record OrderStanding(SupplierId Supplier, string Currency, bool IsIssued, bool IsCancelled);
