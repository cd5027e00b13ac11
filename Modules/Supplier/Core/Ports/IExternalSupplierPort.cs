namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>The vendor master of another system, in our words. What it says is looked at like anything else from outside.</summary>
internal interface IExternalSupplierPort
{
    /// <summary>What it knows under a code.</summary>
    /// <returns>The record; a refusal when it knows none, cannot be asked, or answers what cannot be read.</returns>
    Task<Result<ExternalSupplier>> Find(SupplierCode code, CancellationToken ct);
}

/// <summary>A supplier as another system has it.</summary>
internal sealed record ExternalSupplier
{
    public required SupplierDraft Profile { get; init; }

    /// <summary>Null when it has none.</summary>
    public required string? Iban { get; init; }

    public required string? Bic { get; init; }

    /// <summary>The state it has there, in our words; null when it was a word that we do not know.</summary>
    public required SupplierStatus? SuggestedStatus { get; init; }
}
