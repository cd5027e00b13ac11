namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;

/// <summary>The numbers of invoices at their bounds, and what is said of them to clients.</summary>
internal sealed class ValueTests
{
    [TestCase("0.000001", null)]
    [TestCase("2147483647", null)]
    [TestCase("1.2345670", null)]
    [TestCase(null, "is required")]
    [TestCase("0", "must be greater than zero")]
    [TestCase("-1", "must be greater than zero")]
    [TestCase("2147483647.000001", "must be at most 2147483647")]
    [TestCase("0.0000001", "must have at most 6 decimal places")]
    public void A_quantity(string? text, string? message) => Look(InvoicedQuantity.Parse(Number(text)), text, message, "INVALID_QUANTITY");

    [TestCase("0", null)]
    [TestCase("0.000001", null)]
    [TestCase("9223372036854775807", null)]
    [TestCase(null, "is required")]
    [TestCase("-0.000001", "must not be negative")]
    [TestCase("9223372036854775807.1", "must be at most 2^63-1")]
    [TestCase("1.0000001", "must have at most 6 decimal places")]
    public void A_price(string? text, string? message) => Look(InvoicedPrice.Parse(Number(text)), text, message, "INVALID_PRICE");

    [TestCase("0", null)]
    [TestCase("100", null)]
    [TestCase("7.7777", null)]
    [TestCase(null, "is required")]
    [TestCase("-0.0001", "must be from 0 to 100")]
    [TestCase("100.0001", "must be from 0 to 100")]
    [TestCase("7.77777", "must have at most 4 decimal places")]
    public void A_rate_of_tax(string? text, string? message) => Look(TaxRate.Parse(Number(text)), text, message, "INVALID_TAX_RATE");

    [TestCase(1, null)]
    [TestCase(1_000_000, null)]
    [TestCase(null, "is required")]
    [TestCase(0, "must be from 1 to 1000000")]
    [TestCase(1_000_001, "must be from 1 to 1000000")]
    public void The_number_of_a_line(int? number, string? message)
    {
        var read = LineNumber.Parse(number);

        Assert.That(read.Error?.Detail, Is.EqualTo(message));
        if (message is null)
            Assert.That(read.Value, Is.EqualTo(number));
        else
            Assert.That(read.Error?.Code, Is.EqualTo("INVALID_LINE_NUMBER"));
    }

    [Test]
    public void An_amount_is_more_than_zero_or_not_less()
    {
        Assert.That(Amount.Parse(1).Value, Is.EqualTo(1));
        Assert.That(Amount.Parse(Amount.Most).Value, Is.EqualTo(Amount.Most));
        Assert.That(Amount.Parse(0, least: 0).Value, Is.Zero);
        Assert.That(Amount.Parse(0).Error, Is.EqualTo(Error.Invalid("INVALID_AMOUNT", "must be greater than zero")));
        Assert.That(Amount.Parse(-1).Error?.Detail, Is.EqualTo("must be greater than zero"));
        Assert.That(Amount.Parse(-1, least: 0).Error?.Detail, Is.EqualTo("must not be negative"));
        Assert.That(Amount.Parse(null).Error?.Detail, Is.EqualTo("is required"));
    }

    [Test]
    public void Days_around_a_day_stay_within_the_calendar()
    {
        Assert.That(Near.From(new DateOnly(2026, 3, 1), 14), Is.EqualTo(new DateOnly(2026, 2, 15)));
        Assert.That(Near.To(new DateOnly(2026, 2, 15), 14), Is.EqualTo(new DateOnly(2026, 3, 1)));
        Assert.That(Near.From(new DateOnly(1, 1, 15), 14), Is.EqualTo(DateOnly.MinValue));
        Assert.That(Near.From(new DateOnly(1, 1, 16), 14), Is.EqualTo(new DateOnly(1, 1, 2)));
        Assert.That(Near.From(new DateOnly(1, 1, 14), 14), Is.EqualTo(DateOnly.MinValue));
        Assert.That(Near.To(new DateOnly(9999, 12, 17), 14), Is.EqualTo(DateOnly.MaxValue));
        Assert.That(Near.To(new DateOnly(9999, 12, 16), 14), Is.EqualTo(new DateOnly(9999, 12, 30)));
        Assert.That(Near.To(new DateOnly(9999, 12, 18), 14), Is.EqualTo(DateOnly.MaxValue));
    }

    [Test]
    public void Identifiers_bear_their_prefixes()
    {
        var id = Guid.Parse("01900000-0000-7000-8000-000000000001");

        Assert.That($"{new InvoiceId(id)} {InvoiceId.From(id)}", Is.EqualTo($"inv_{id} inv_{id}"));
        Assert.That($"{new CreditNoteId(id)} {CreditNoteId.From(id)}", Is.EqualTo($"crn_{id} crn_{id}"));
        Assert.That($"{new PaymentId(id)} {PaymentId.From(id)}", Is.EqualTo($"pay_{id} pay_{id}"));
        Assert.That($"{new PaymentRunId(id)} {PaymentRunId.From(id)}", Is.EqualTo($"run_{id} run_{id}"));
        Assert.That($"{new PurchaseOrderId(id)} {PurchaseOrderId.From(id)}", Is.EqualTo($"po_{id} po_{id}"));
        Assert.That($"{new SupplierId(id)} {SupplierId.From(id)}", Is.EqualTo($"sup_{id} sup_{id}"));
    }

    [Test]
    public void Clients_are_told_the_same_bounds()
    {
        Assert.That(Bounds(InvoicedQuantity.Facts), Is.EqualTo((0.000001m, 2_147_483_647m, 6)));
        Assert.That(Bounds(InvoicedPrice.Facts), Is.EqualTo((0m, (decimal)long.MaxValue, 6)));
        Assert.That(Bounds(TaxRate.Facts), Is.EqualTo((0m, 100m, 4)));
        Assert.That(Bounds(LineNumber.Facts), Is.EqualTo((1m, 1_000_000m, (int?)null)));
        Assert.That(Bounds(OrderLineNumber.Facts), Is.EqualTo((1m, 1_000_000m, (int?)null)));
        Assert.That(OrderLineNumber.Facts.Description, Is.Not.EqualTo(LineNumber.Facts.Description));
        Assert.That(Bounds(Resubmissions.Facts), Is.EqualTo((0m, 3m, (int?)null)));
        Assert.That(Bounds(SupposedQuantity.Facts), Is.EqualTo((0m, 1_000_000_000_000_000m, 6)));
        Assert.That(Bounds(Amount.Facts), Is.EqualTo((1m, 999_999_999_999_999_999m, (int?)null)));
        Assert.That((AccountVersion.Facts.Min, Variance.Facts.Example), Is.EqualTo((1m, -125L)));
        Assert.That((BankReference.Facts.Most, InvoiceNumber.Facts.Most, InvoiceNumber.Facts.Fewest), Is.EqualTo((140, 64, 1)));
        Assert.That((InvoiceNumber.Facts.Description, InvoiceNumber.Facts.Rule), Is.Not.EqualTo(((string?)null, (string?)null)));
        Assert.That(InvoiceNumber.Facts.Rule, Does.Contain("letter or digit"));
        Assert.That((TaxLines.Facts.Most, InvoiceLines.Facts.Fewest, InvoiceLines.Facts.Most), Is.EqualTo((50, 1, 5000)));
    }

    private static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static void Look(Result<decimal> read, string? text, string? message, string code)
    {
        Assert.That((read.Error?.Detail, read.Error?.Code), Is.EqualTo((message, message is null ? null : code)));
        if (message is null)
            Assert.That(read.Value, Is.EqualTo(Number(text)));
    }

    private static (decimal?, decimal?, int?) Bounds(Facts facts) => (facts.Min, facts.Max, facts.Decimals);
}
