namespace Procurement.Purchasing.Domain;

/// <summary>An order as asked for, not yet looked at.</summary>
internal sealed record OrderDraft(
    string? SupplierId,
    string? RequestedBy,
    string? Reference,
    OrderTermsDraft Terms,
    IReadOnlyList<LineItemDraft?>? LineItems
);

/// <summary>New content as asked for: all lines; terms that are left out stay as they are.</summary>
internal sealed record AmendmentDraft(IReadOnlyList<LineItemDraft?>? LineItems, OrderTermsDraft Terms, string? Reason)
{
    public OrderTerms Over(OrderTerms now, FieldErrors errors)
    {
        var asked = OrderTerms.Read(Terms, errors);
        return new OrderTerms
        {
            DeliveryAddress = asked.DeliveryAddress ?? now.DeliveryAddress,
            PaymentTermsDays = asked.PaymentTermsDays ?? now.PaymentTermsDays,
            NoteToSupplier = asked.NoteToSupplier ?? now.NoteToSupplier,
        };
    }
}
