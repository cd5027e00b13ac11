namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;

internal sealed class InvoiceNumberTests
{
    [TestCase("INV-2026-0042", "INV202642", Description = "the usual shape")]
    [TestCase("inv-2026-0042", "INV202642", Description = "letter case")]
    [TestCase("  INV 2026 0042 ", "INV202642", Description = "blanks")]
    [TestCase("INV/2026.42", "INV202642", Description = "punctuation and zeros at the beginning of a group")]
    [TestCase("INV-2026-00042", "INV202642")]
    [TestCase("0INV-02026-42", "0INV202642", Description = "a zero alone in its group is kept")]
    [TestCase("0042", "42")]
    [TestCase("42", "42")]
    [TestCase("420", "420", Description = "zeros inside and at the end tell numbers apart")]
    [TestCase("402", "402")]
    [TestCase("4002", "4002")]
    [TestCase("1101", "1101")]
    [TestCase("0", "0")]
    [TestCase("000", "0")]
    [TestCase("00A", "0A")]
    [TestCase("A00", "A0")]
    [TestCase("A-0-1", "A01")]
    [TestCase("A0B0", "A0B0")]
    [TestCase("A10B010", "A10B10", Description = "each group begins anew")]
    [TestCase("A1-0010", "A110")]
    [TestCase("10-0", "100")]
    [TestCase("ß", "ß")]
    [TestCase("é1", "É1", Description = "composed and decomposed are one")]
    [TestCase("e\u03011", "É1")]
    [TestCase("請求書-01", "請求書1")]
    [TestCase("№7", "7", Description = "a sign is punctuation")]
    [TestCase("𝒜7", "𝒜7", Description = "letters beyond the Basic Multilingual Plane stay")]
    [TestCase("٧٨", "٧٨", Description = "digits of other scripts are digits")]
    [TestCase("0٧", "٧")]
    public void Is_told_by_its_letters_and_digits(string text, string key) =>
        Assert.That(InvoiceNumber.Parse(text).Value.Key, Is.EqualTo(key));

    [Test]
    public void Keeps_what_the_supplier_wrote()
    {
        var number = InvoiceNumber.Parse(" Inv-0042/a ").Value;

        Assert.That((number.Value, number.Key), Is.EqualTo(("Inv-0042/a", "INV42A")));
    }

    [TestCase(null, "is required")]
    [TestCase("", "is required")]
    [TestCase("  ", "is required")]
    [TestCase("-", "must have a letter or digit")]
    [TestCase("./- №", "must have a letter or digit")]
    [TestCase("a\u0000", "must not contain control or invisible characters")]
    public void Refuses_what_is_none(string? text, string message) =>
        Assert.That(InvoiceNumber.Parse(text).Error?.Detail, Is.EqualTo(message));

    [Test]
    public void Is_at_most_64_long()
    {
        Assert.That(InvoiceNumber.Parse(new string('1', 64)).Value.Key, Has.Length.EqualTo(64));
        Assert.That(InvoiceNumber.Parse(new string('1', 65)).Error?.Detail, Is.EqualTo("must be at most 64 characters"));
        Assert.That(InvoiceNumber.Parse("-").Error?.Code, Is.EqualTo("INVALID_INVOICE_NUMBER"));
    }
}
