namespace Invoicing.Tests.Domain;

using Procurement.Invoicing.Domain;

/// <summary>Whoever is refused can see what to mend, and what is not there is called by its name.</summary>
internal sealed class RefusalTests
{
    private static IEnumerable<TestCaseData> OfFields()
    {
        yield return Case(InvoiceErrors.UnknownSupplier, "supplier_id");
        yield return Case(InvoiceErrors.UnknownOrder, "purchase_order_id");
        yield return Case(InvoiceErrors.OtherSupplier, "supplier_id");
        yield return Case(InvoiceErrors.OtherCurrency, "currency");
        yield return Case(InvoiceErrors.Duplicate, "invoice_number");
        yield return Case(InvoiceErrors.DuplicateCreditNote, "credit_note_number");
        yield return Case(InvoiceErrors.CreditedTooMuch, "net_cents");
        yield return Case(InvoiceErrors.LessThanCredited, "net_cents");
        yield return Case(InvoiceErrors.NotAsBilled, "lines", "lines[].line_number", "lines[].quantity");
        yield return Case(InvoiceErrors.NoSuchOrderLine, "line_number");
        yield return Case(PaymentErrors.NoBank, "channel");
        yield return Case(PaymentErrors.Pain002Invalid, "body");
    }

    [TestCaseSource(nameof(OfFields))]
    public void Names_the_fields(Error refusal, string[] fields)
    {
        Assert.That(refusal.Fields.Keys, Is.EquivalentTo(fields));
        Assert.That(refusal.Fields.Values, Has.None.Empty);
    }

    [Test]
    public void Names_what_is_not_there()
    {
        Assert.That(Invoice.Absent.Code, Is.EqualTo("INVOICE_NOT_FOUND"));
        Assert.That(OrderCopy.Absent.Code, Is.EqualTo("BILLABLE_ORDER_NOT_FOUND"));
        Assert.That(CreditNote.Absent.Code, Is.EqualTo("CREDIT_NOTE_NOT_FOUND"));
        Assert.That(Payment.Absent.Code, Is.EqualTo("PAYMENT_NOT_FOUND"));
        Assert.That(PaymentRun.Absent.Code, Is.EqualTo("PAYMENT_RUN_NOT_FOUND"));
    }

    [Test]
    public void Says_how_often_something_is_possible()
    {
        Assert.That(InvoiceErrors.ResubmittedTooOften.Detail, Does.Contain(" 3 times"));
        Assert.That(PaymentErrors.RetriedTooOften.Detail, Does.Contain(" 3 times"));
        Assert.That(PaymentRun.MostPayments, Is.EqualTo(500));
    }

    private static TestCaseData Case(Error refusal, params string[] fields) =>
        new TestCaseData(refusal, fields).SetArgDisplayNames($"{refusal.Code}: {string.Join(' ', fields)}");
}
