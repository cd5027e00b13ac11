namespace Procurement.Purchasing.Contracts;

/// <summary>What other modules may ask the Purchasing module. Questions only: nothing here changes anything (ADR 0008).</summary>
public interface IPurchasingApi
{
    /// <summary>Is there such an order, whose is it, and may something be billed of it?</summary>
    /// <param name="purchaseOrderId">Bare identifier, without the <c>po_</c> prefix.</param>
    /// <param name="ct">Gives up the question.</param>
    /// <returns>How it stands as last committed; null when there is no such order.</returns>
    Task<OrderStanding?> FindOrder(Guid purchaseOrderId, CancellationToken ct);
}

/// <summary>How an order stands.</summary>
public sealed record OrderStanding
{
    /// <summary>Whom it goes to, by bare identifier.</summary>
    public required Guid SupplierId { get; init; }

    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Whether it has gone out to its supplier.</summary>
    public required bool IsIssued { get; init; }

    /// <summary>Whether it will not be carried out.</summary>
    public required bool IsCancelled { get; init; }
}
