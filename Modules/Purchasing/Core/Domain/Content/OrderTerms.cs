namespace Procurement.Purchasing.Domain;

/// <summary>What an order says besides its lines that is part of its commercial content.</summary>
internal sealed record OrderTerms
{
    public Address? DeliveryAddress { get; init; }
    public int? PaymentTermsDays { get; init; }
    public string? NoteToSupplier { get; init; }

    /// <summary>Reads them, or notes every field that is wrong.</summary>
    public static OrderTerms Read(OrderTermsDraft draft, FieldErrors errors) =>
        new()
        {
            DeliveryAddress = Address.Read(draft.DeliveryAddress, "delivery_address", errors),
            PaymentTermsDays = draft.PaymentTermsDays is { } days ? errors.Take("payment_terms_days", PaymentTerms.Parse(days)) : null,
            NoteToSupplier = draft.NoteToSupplier is { } note ? errors.Take("note_to_supplier", Text.Parse(note, Note.Longest)) : null,
        };
}

/// <summary>Terms as asked for, not yet looked at.</summary>
internal sealed record OrderTermsDraft(AddressDraft? DeliveryAddress, int? PaymentTermsDays, string? NoteToSupplier);
