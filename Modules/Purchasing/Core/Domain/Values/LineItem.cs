namespace Procurement.Purchasing.Domain;

/// <summary>Units of measure (UN/ECE Recommendation 20 calls them EA, BX, KGM, LTR, HUR).</summary>
internal enum Unit
{
    EACH,
    BOX,
    KG,
    LITRE,
    HOUR,
}

/// <summary>One ordered good or service. Never changed in place: changing the lines of an order replaces them all.</summary>
internal sealed class LineItem
{
    public const int LongestSku = 64;
    public const int LongestDescription = 256;

    private LineItem(int lineNumber, string sku, string? description, int quantity, Unit unit, long unitPriceMinor, Currency currency)
    {
        LineNumber = lineNumber;
        Sku = sku;
        Description = description;
        Quantity = quantity;
        Unit = unit;
        UnitPriceMinor = unitPriceMinor;
        Currency = currency;
    }

    public int LineNumber { get; private init; }
    public string Sku { get; private init; }
    public string? Description { get; private init; }
    public int Quantity { get; private init; }
    public Unit Unit { get; private init; }
    public long UnitPriceMinor { get; private init; }
    public Currency Currency { get; private init; }

    public Money UnitPrice => Money.Of(UnitPriceMinor, Currency).Value;

    public Money Total => UnitPrice.Times(Quantity).Value;

    /// <summary>Makes a line, or notes everything that is wrong with it under <paramref name="path"/>.</summary>
    public static LineItem? Create(int lineNumber, LineItemDraft draft, string path, FieldErrors errors)
    {
        var wrong = new FieldErrors();
        var sku = wrong.Take($"{path}.sku", Text.Parse(draft.Sku, LongestSku));
        var description = draft.Description is null
            ? null
            : wrong.Take($"{path}.description", Text.Parse(draft.Description, LongestDescription));
        if (draft.Quantity is null or <= 0)
            wrong.Add($"{path}.quantity", draft.Quantity is null ? "is required" : "must be greater than zero");
        var unit = wrong.Take($"{path}.unit", ParseUnit(draft.Unit));
        if (draft.UnitPriceMinor is null or <= 0)
            wrong.Add($"{path}.unit_price_cents", draft.UnitPriceMinor is null ? "is required" : "must be greater than zero");
        var currency = wrong.Take($"{path}.currency", Currency.Parse(draft.Currency));
        if (wrong.Error is null && Money.Of(draft.UnitPriceMinor!.Value, currency).Value.Times(draft.Quantity!.Value).Error is { } overflow)
            wrong.Add($"{path}.unit_price_cents", $"times the quantity {overflow.Detail}");
        if (wrong.Error is null)
            return new LineItem(lineNumber, sku, description, draft.Quantity!.Value, unit, draft.UnitPriceMinor!.Value, currency);
        errors.AddAll(wrong.Error);
        return null;
    }

    private static Result<Unit> ParseUnit(string? text) => text is null ? Unit.EACH : NameOf<Unit>.Find(text);
}

/// <summary>A line as asked for, not yet looked at.</summary>
internal sealed record LineItemDraft(string? Sku, string? Description, int? Quantity, string? Unit, long? UnitPriceMinor, string? Currency);
