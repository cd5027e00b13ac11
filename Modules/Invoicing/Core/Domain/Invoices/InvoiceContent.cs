namespace Procurement.Invoicing.Domain;

/// <summary>What an invoice says.</summary>
/// <param name="Order">Null when it names none.</param>
/// <param name="DueDate">Null when it does not say.</param>
internal sealed record InvoiceContent(
    SupplierId Supplier,
    InvoiceNumber Number,
    PurchaseOrderId? Order,
    Currency Currency,
    DateOnly IssueDate,
    DateOnly? DueDate,
    Amounts Amounts,
    IReadOnlyList<InvoiceLine> Lines,
    EarlyPaymentDiscount? Discount
)
{
    /// <summary>Reads one, or refuses with every field that is wrong.</summary>
    public static Result<InvoiceContent> Read(InvoiceDraft draft)
    {
        var errors = new FieldErrors();
        var supplier = errors.Take("supplier_id", TypedId.Parse<SupplierId>(draft.SupplierId));
        var number = errors.Take("invoice_number", InvoiceNumber.Parse(draft.InvoiceNumber));
        PurchaseOrderId? order = draft.PurchaseOrderId is { } named
            ? errors.Take("purchase_order_id", TypedId.Parse<PurchaseOrderId>(named))
            : null;
        var currency = errors.Take("currency", Currency.Parse(draft.Currency));
        var issued = errors.Take("issue_date", Day.Parse(draft.IssueDate));
        DateOnly? due = draft.DueDate is { } day ? errors.Take("due_date", Day.Parse(day)).Date : null;
        if (due < issued.Date)
            errors.Add("due_date", "must not be before the invoice's own date");
        var amounts = Amounts.Read(draft.Amounts, errors);
        var lines = InvoiceLine.Read(draft.Lines, draft.Amounts.NetCents, errors);
        var discount = EarlyPaymentDiscount.Read(draft.EarlyPaymentDiscount, issued.Date, errors);
        return errors.Error is { } invalid
            ? invalid
            : new InvoiceContent(supplier, number, order, currency, issued.Date, due, amounts!, lines, discount);
    }
}

/// <summary>What an invoice or credit note asks for. Net and tax add up to gross, and the breakdowns of the tax to the net.</summary>
internal sealed record Amounts(long NetMinor, IReadOnlyList<TaxLine> Tax, long GrossMinor)
{
    /// <summary>Reads them, or notes every field that is wrong; null then. A net alone is without tax.</summary>
    public static Amounts? Read(AmountsDraft draft, FieldErrors errors)
    {
        var wrong = new FieldErrors();
        var net = wrong.Take("net_cents", Amount.Parse(draft.NetCents));
        if (draft is { Tax: null, GrossCents: null })
        {
            errors.AddAll(wrong.Error);
            return wrong.Error is null ? new Amounts(net, [], net) : null;
        }
        var tax = ReadTax(draft.Tax ?? [], wrong);
        var gross = wrong.Take("gross_cents", Amount.Parse(draft.GrossCents));
        if (wrong.Error is null)
        {
            if (tax.Count > 0 && Sum(tax, line => line.BaseMinor) != net)
                wrong.Add("tax", "must have bases that add up to net_cents");
            if (net + Sum(tax, line => line.TaxMinor) != gross)
                wrong.Add("gross_cents", "must be net_cents and all tax_cents together");
        }
        errors.AddAll(wrong.Error);
        return wrong.Error is null ? new Amounts(net, tax, gross) : null;
    }

    private static List<TaxLine> ReadTax(IReadOnlyList<TaxDraft?> drafts, FieldErrors errors)
    {
        var read = new List<TaxLine>();
        if (drafts.Count > TaxLines.Most)
            errors.Add("tax", $"must be at most {TaxLines.Most} breakdowns");
        else
            for (var i = 0; i < drafts.Count; i++)
            {
                if (drafts[i] is not { } draft)
                    errors.Add($"tax[{i}]", "must be an object, not null");
                else if (TaxLine.Read(draft, $"tax[{i}]", errors) is { } line)
                {
                    if (read.Exists(other => other.Category == line.Category && other.RatePercent == line.RatePercent))
                        errors.Add($"tax[{i}].category", "is there already with this rate");
                    read.Add(line);
                }
            }
        return read;
    }

    private static Int128 Sum(IEnumerable<TaxLine> lines, Func<TaxLine, long> minor)
    {
        Int128 sum = 0;
        foreach (var line in lines)
            sum += minor(line);
        return sum;
    }
}

/// <summary>Amounts as told, not yet looked at.</summary>
internal sealed record AmountsDraft(long? NetCents, IReadOnlyList<TaxDraft?>? Tax, long? GrossCents);

/// <summary>An invoice as told, not yet looked at.</summary>
internal sealed record InvoiceDraft
{
    public string? SupplierId { get; init; }
    public string? InvoiceNumber { get; init; }
    public string? PurchaseOrderId { get; init; }
    public string? Currency { get; init; }
    public string? IssueDate { get; init; }
    public string? DueDate { get; init; }
    public AmountsDraft Amounts { get; init; } = new(null, null, null);
    public IReadOnlyList<InvoiceLineDraft?>? Lines { get; init; }
    public DiscountDraft? EarlyPaymentDiscount { get; init; }

    /// <summary>
    /// This, where it says something, over what an invoice says now. Of one without tax the gross follows the net; otherwise what does not
    /// fit together is refused like anything that does not add up.
    /// </summary>
    public InvoiceDraft Over(Invoice now)
    {
        var isPlain = Amounts is { NetCents: not null, Tax: null, GrossCents: null } && now.Amounts.Tax.Count == 0;
        return new()
        {
            SupplierId = SupplierId ?? $"{now.SupplierId}",
            InvoiceNumber = InvoiceNumber ?? now.Number,
            PurchaseOrderId = PurchaseOrderId ?? now.OrderId?.ToString(),
            Currency = Currency ?? now.Currency.Code,
            IssueDate = IssueDate ?? Day.Format(now.IssueDate),
            DueDate = DueDate ?? (IssueDate is null ? Day.Format(now.DueDate) : null),
            Amounts = isPlain
                ? Amounts
                : new AmountsDraft(
                    Amounts.NetCents ?? now.Amounts.NetMinor,
                    Amounts.Tax
                        ??
                        [
                            .. now.Amounts.Tax.Select(line => new TaxDraft(
                                line.Category.ToString(),
                                line.RatePercent,
                                line.BaseMinor,
                                line.TaxMinor
                            )),
                        ],
                    Amounts.GrossCents ?? now.Amounts.GrossMinor
                ),
            EarlyPaymentDiscount = EarlyPaymentDiscount ?? now.EarlyPaymentDiscount?.Draft,
            Lines = Lines ?? (now.Lines.Any() ? [.. now.Lines.Select(line => line.Draft)] : null),
        };
    }
}
