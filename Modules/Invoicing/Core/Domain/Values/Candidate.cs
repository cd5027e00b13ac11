namespace Procurement.Invoicing.Domain;

/// <summary>An order that an invoice may be for.</summary>
/// <param name="Confidence">From 0 to 100.</param>
/// <param name="Reasons">What speaks for it, in words.</param>
internal sealed record Candidate(string PurchaseOrderId, string Number, int Confidence, IReadOnlyList<string> Reasons);
