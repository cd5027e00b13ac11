namespace Procurement.Invoicing.Domain;

/// <summary>What a credit note says, read against the invoice that it is for.</summary>
internal sealed record CreditContent(InvoiceNumber Number, Amounts Amounts, Reason Reason, IReadOnlyList<CreditedLine> Lines)
{
    /// <summary>Reads one, or refuses with every field that is wrong.</summary>
    public static Result<CreditContent> Read(CreditDraft draft, Invoice invoice)
    {
        var errors = new FieldErrors();
        var number = errors.Take("credit_note_number", InvoiceNumber.Parse(draft.CreditNoteNumber));
        var amounts = Amounts.Read(draft.Amounts, errors);
        var reason = Reason.Parse(draft.Reason);
        errors.AddAll(reason.Error);
        var lines = ReadLines(draft.Lines, draft.Amounts.NetCents, invoice, errors);
        return errors.Error is { } invalid ? invalid : new CreditContent(number, amounts!, reason.Value, lines);
    }

    private static List<CreditedLine> ReadLines(
        IReadOnlyList<CreditLineDraft?>? drafts,
        long? netMinor,
        Invoice invoice,
        FieldErrors errors
    )
    {
        var credited = new SortedDictionary<int, decimal>();
        if (drafts is not { Count: > 0 and <= InvoiceLines.Most })
        {
            if (drafts is not null)
                errors.Add(
                    "lines",
                    drafts.Count == 0 ? "must have at least one line when there are any" : $"must be at most {InvoiceLines.Most} lines"
                );
            return [];
        }
        // Of lines of the invoice, because two of them may bill the same line of the order.
        var taken = new Dictionary<int, decimal>();
        for (var i = 0; i < drafts.Count; i++)
        {
            var path = $"lines[{i}]";
            if (drafts[i] is not { } draft)
            {
                errors.Add(path, "must be an object, not null");
                continue;
            }
            var number = errors.Take($"{path}.line_number", LineNumber.Parse(draft.LineNumber));
            var quantity = errors.Take($"{path}.quantity", InvoicedQuantity.Parse(draft.Quantity));
            if (draft.UnitPriceCents is { } price)
                errors.Take($"{path}.unit_price_cents", InvoicedPrice.Parse(price));
            if (draft.NetCents is { } net)
                errors.Take($"{path}.net_cents", Amount.Parse(net, least: 0));
            if (number == 0)
                continue;
            var billed = invoice.Lines.FirstOrDefault(line => line.LineNumber == number);
            if (billed is null && invoice.Lines.Any())
                errors.Add($"{path}.line_number", "is not a line of the invoice");
            else if ((taken[number] = taken.GetValueOrDefault(number) + quantity) > billed?.Quantity)
                errors.Add($"{path}.quantity", "is more than the invoice bills of the line");
            var ordered = billed?.OrderLineNumber ?? number;
            credited[ordered] = credited.GetValueOrDefault(ordered) + quantity;
        }
        if (drafts.All(draft => draft?.NetCents is not null) && drafts.Sum(draft => (decimal)draft!.NetCents!.Value) != netMinor)
            errors.Add("lines", "must add up to net_cents");
        return [.. credited.Select(line => new CreditedLine(line.Key, line.Value))];
    }
}

/// <summary>A credit note as told, not yet looked at.</summary>
internal sealed record CreditDraft(
    string? InvoiceId,
    string? CreditNoteNumber,
    AmountsDraft Amounts,
    IReadOnlyList<CreditLineDraft?>? Lines,
    string? Reason
);

/// <summary>A line of a credit note as told, not yet looked at.</summary>
/// <param name="LineNumber">The invoice's line; the order's where the invoice has no lines.</param>
internal sealed record CreditLineDraft(int? LineNumber, decimal? Quantity, decimal? UnitPriceCents, long? NetCents);
