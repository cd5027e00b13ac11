namespace Procurement.Purchasing.Domain;

/// <summary>
/// One ordered good or service, and how far it has been delivered. What is ordered never changes in place: a change replaces the line and
/// hands its counters on. They count in the unit that the line's own contains, so that they are exact, and are converted at the edge only.
/// </summary>
internal sealed class LineItem
{
    /// <summary>Code of the refusal of a quantity in a unit that the line is not ordered in.</summary>
    public const string WrongUnit = "WRONG_UNIT";

    private LineItem(
        int lineNumber,
        string sku,
        string? description,
        decimal quantity,
        Unit unit,
        decimal unitPriceMinor,
        Currency currency,
        decimal? containsQuantity,
        Unit? containsUnit,
        DateOnly? deliveryDate,
        string? costCenter,
        string? supplierSku
    )
    {
        LineNumber = lineNumber;
        Sku = sku;
        Description = description;
        Quantity = quantity;
        Unit = unit;
        UnitPriceMinor = unitPriceMinor;
        Currency = currency;
        ContainsQuantity = containsQuantity;
        ContainsUnit = containsUnit;
        DeliveryDate = deliveryDate;
        CostCenter = costCenter;
        SupplierSku = supplierSku;
    }

    public int LineNumber { get; private init; }
    public string Sku { get; private init; }
    public string? Description { get; private init; }
    public decimal Quantity { get; private init; }
    public Unit Unit { get; private init; }
    public decimal UnitPriceMinor { get; private init; }
    public Currency Currency { get; private init; }
    public decimal? ContainsQuantity { get; private init; }
    public Unit? ContainsUnit { get; private init; }
    public DateOnly? DeliveryDate { get; private init; }
    public string? CostCenter { get; private init; }
    public string? SupplierSku { get; private init; }

    public decimal Received { get; private set; }
    public decimal Returned { get; private set; }
    public decimal Billed { get; private set; }
    public decimal Cancelled { get; private set; }

    public Contents? Contains => ContainsUnit is { } unit ? new Contents(ContainsQuantity!.Value, unit) : null;

    public Money Total => Money.OfProduct(Quantity, UnitPriceMinor, Currency).Value;

    public decimal Ordered => Base(Quantity);

    /// <summary>What has come and was kept.</summary>
    public decimal Kept => Received - Returned;

    /// <summary>What may still come; nothing when more came than was ordered.</summary>
    public decimal Open => Math.Max(0, Ordered - Cancelled - Kept);

    /// <summary>What no change may take away any more.</summary>
    public decimal Settled => Kept + Cancelled;

    public bool IsUntouched => Received == 0 && Cancelled == 0 && Billed == 0;

    /// <summary>A quantity of the line's unit, as it is counted.</summary>
    public decimal Base(decimal quantity) => quantity * (ContainsQuantity ?? 1);

    /// <summary>What was counted, in the line's unit: rounded, where the ratio does not go into it, for people to read.</summary>
    public decimal Shown(decimal counted) =>
        ContainsQuantity is { } each ? decimal.Round(counted / each, Domain.Quantity.Places, MidpointRounding.AwayFromZero) : counted;

    /// <summary>A quantity in the line's unit or in the one it contains, as it is counted.</summary>
    public Result<decimal> Count(decimal? quantity, string? unit)
    {
        if (unit is null)
            return Counted(quantity, Unit, ContainsQuantity ?? 1);
        var named = NameOf<Unit>.Find(unit);
        if (named.Error is not null)
            return named.Error;
        if (named.Value == Unit)
            return Counted(quantity, Unit, ContainsQuantity ?? 1);
        return named.Value == ContainsUnit
            ? Counted(quantity, named.Value, 1)
            : Error.Invalid(WrongUnit, $"must be {Unit}{(ContainsUnit is { } inside ? $" or {inside}" : "")}, as the line was ordered");
    }

    public void Receive(decimal counted) => Received += counted;

    public void Return(decimal counted) => Returned += counted;

    public void Bill(decimal counted) => Billed += counted;

    public void Cancel(decimal counted) => Cancelled += counted;

    /// <summary>Takes over how far the line before it was delivered.</summary>
    public void Continue(LineItem before) =>
        (Received, Returned, Billed, Cancelled) = (before.Received, before.Returned, before.Billed, before.Cancelled);

    /// <summary>Makes a line, or notes everything that is wrong with it under <paramref name="path"/>.</summary>
    public static LineItem? Create(int lineNumber, LineItemDraft draft, string path, FieldErrors errors)
    {
        var wrong = new FieldErrors();
        var sku = wrong.Take($"{path}.sku", Text.Parse(draft.Sku, Domain.Sku.Longest));
        var description = Optional(draft.Description, LineDescription.Longest, $"{path}.description", wrong);
        var read = ParseUnit(draft.Unit);
        var unit = wrong.Take($"{path}.unit", read);
        var quantity = wrong.Take($"{path}.quantity", Domain.Quantity.Parse(draft.Quantity, unit));
        var price = wrong.Take($"{path}.unit_price_cents", UnitPrice.Parse(draft.UnitPriceMinor));
        var currency = wrong.Take($"{path}.currency", Currency.Parse(draft.Currency));
        var contains = ReadContents(draft.Contains, read, $"{path}.contains", wrong);
        var day = draft.DeliveryDate is { } date ? wrong.Take($"{path}.delivery_date", Day.Parse(date)).Date : (DateOnly?)null;
        var costCenter = Optional(draft.CostCenter, Domain.CostCenter.Longest, $"{path}.cost_center", wrong);
        var supplierSku = Optional(draft.SupplierSku, Domain.Sku.Longest, $"{path}.supplier_sku", wrong);
        if (wrong.Error is null && Money.OfProduct(quantity, price, currency).Error is { } overflow)
            wrong.Add($"{path}.unit_price_cents", $"times the quantity {overflow.Detail}");
        if (wrong.Error is null)
            return new LineItem(
                lineNumber,
                sku,
                description,
                quantity,
                unit,
                price,
                currency,
                contains?.Quantity,
                contains?.Unit,
                day,
                costCenter,
                supplierSku
            );
        errors.AddAll(wrong.Error);
        return null;
    }

    /// <summary>A line that was accepted once, with nothing delivered.</summary>
    public static LineItem Of(LineItemFact fact, Currency currency) =>
        new(
            fact.LineNumber,
            fact.Sku,
            fact.Description,
            fact.Quantity,
            Enum.Parse<Unit>(fact.Unit),
            fact.UnitPriceCents,
            currency,
            fact.Contains?.Quantity,
            fact.Contains?.Unit,
            fact.DeliveryDate,
            fact.CostCenter,
            fact.SupplierSku
        );

    /// <summary>The line as somebody would ask for it again.</summary>
    public LineItemDraft Draft() =>
        new()
        {
            LineNumber = LineNumber,
            Sku = Sku,
            Description = Description,
            Quantity = Quantity,
            Unit = Unit.ToString(),
            UnitPriceMinor = UnitPriceMinor,
            Currency = Currency.Code,
            Contains = Contains is { } inside ? new ContentsDraft(inside.Quantity, inside.Unit.ToString()) : null,
            DeliveryDate = DeliveryDate is { } day ? Day.Format(day) : null,
            CostCenter = CostCenter,
            SupplierSku = SupplierSku,
        };

    private static Result<decimal> Counted(decimal? quantity, Unit unit, decimal each)
    {
        var read = Domain.Quantity.Parse(quantity, unit);
        return read.Error is null ? read.Value * each : read.Error;
    }

    private static Contents? ReadContents(ContentsDraft? draft, Result<Unit> around, string path, FieldErrors errors)
    {
        if (draft is null)
            return null;
        var read = NameOf<Unit>.Parse(draft.Unit);
        var unit = errors.Take($"{path}.unit", read);
        if (read.Error is null && around.Error is null && unit == around.Value)
            errors.Add($"{path}.unit", "must be another unit than that of the line");
        return new Contents(errors.Take($"{path}.quantity", ContainedQuantity.Parse(draft.Quantity, unit)), unit);
    }

    private static string? Optional(string? text, int longest, string path, FieldErrors errors) =>
        text is null ? null : errors.Take(path, Text.Parse(text, longest));

    private static Result<Unit> ParseUnit(string? text) => text is null ? Unit.EACH : NameOf<Unit>.Find(text);
}

/// <summary>A line as asked for, not yet looked at.</summary>
internal sealed record LineItemDraft
{
    /// <summary>Which line it is in an amendment; null elsewhere, where the place says it.</summary>
    public int? LineNumber { get; init; }
    public string? Sku { get; init; }
    public string? Description { get; init; }
    public decimal? Quantity { get; init; }
    public string? Unit { get; init; }
    public decimal? UnitPriceMinor { get; init; }
    public string? Currency { get; init; }
    public ContentsDraft? Contains { get; init; }
    public string? DeliveryDate { get; init; }
    public string? CostCenter { get; init; }
    public string? SupplierSku { get; init; }
}

/// <summary>What a unit contains, as asked for.</summary>
internal sealed record ContentsDraft(decimal? Quantity, string? Unit);
