namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>A credit note as clients see it.</summary>
internal sealed record CreditNoteView : IRepresentation
{
    public static int Representation => 1;

    [Is<CreditNoteId>]
    public required string Id { get; init; }

    [Is<NameOf<CreditNoteStatus>>]
    public required string Status { get; init; }

    [Is<InvoiceId>]
    public required string InvoiceId { get; init; }

    [Is<SupplierId>]
    public required string SupplierId { get; init; }

    [Is<InvoiceNumber>]
    public required string CreditNoteNumber { get; init; }

    [Is<Currency>]
    public required string Currency { get; init; }

    [Is<Amount>]
    public required long NetCents { get; init; }

    [Is<TaxLines>]
    public required IReadOnlyList<TaxView> Tax { get; init; }

    [Is<Amount>]
    public required long GrossCents { get; init; }

    /// <summary>What of it is still to be set off against a payment.</summary>
    [Is<MinorUnits>]
    public required long OpenCents { get; init; }

    /// <summary>What it takes back of the order's lines; empty when it is about the amount alone.</summary>
    public required IReadOnlyList<CreditedLineView> Lines { get; init; }

    [Is<Reason>]
    public required string Reason { get; init; }

    [Is<Subject>]
    public required string RegisteredBy { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static CreditNoteView Of(CreditNote note) =>
        new()
        {
            Id = note.Identifier,
            Status = note.Status.ToString(),
            InvoiceId = $"{note.InvoiceId}",
            SupplierId = $"{note.SupplierId}",
            CreditNoteNumber = note.Number,
            Currency = note.Currency.Code,
            NetCents = note.NetMinor,
            Tax = [.. note.Tax.Select(TaxView.Of)],
            GrossCents = note.GrossMinor,
            OpenCents = note.OpenMinor,
            Lines = [.. note.Lines.Select(line => new CreditedLineView(line.LineNumber, line.Quantity))],
            Reason = note.Reason,
            RegisteredBy = note.RegisteredBy,
            Version = note.Version,
            CreatedAt = note.CreatedAt,
            UpdatedAt = note.UpdatedAt,
        };
}

/// <param name="OrderLineNumber">The line of the order.</param>
internal sealed record CreditedLineView([property: Is<LineNumber>] int OrderLineNumber, [property: Is<InvoicedQuantity>] decimal Quantity);
