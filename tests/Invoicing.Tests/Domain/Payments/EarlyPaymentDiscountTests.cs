namespace Invoicing.Tests.Domain.Payments;

using System.Numerics;
using Procurement.Invoicing.Domain;
using static Made;

internal sealed class EarlyPaymentDiscountTests
{
    private static readonly PaymentRunId Run = new(Guid.Parse("01900000-0000-7000-8000-00000000000e"));

    [TestCase(2, "gross", 11900, 10000, 11900, ExpectedResult = 238)]
    [TestCase(2, "net", 11900, 10000, 11900, ExpectedResult = 200)]
    [TestCase(2, "gross", 5950, 10000, 11900, ExpectedResult = 119, TestName = "Of what credits have left")]
    [TestCase(2, "net", 5950, 10000, 11900, ExpectedResult = 100, TestName = "Of the net's share of what credits have left")]
    [TestCase(0.5, "gross", 100, 100, 100, ExpectedResult = 1, TestName = "Half a minor unit is rounded away from zero")]
    [TestCase(0.4999, "gross", 100, 100, 100, ExpectedResult = 0, TestName = "Less than half is nothing")]
    [TestCase(50, "gross", 999_999_999_999_999_999, 1, 999_999_999_999_999_999, ExpectedResult = 500_000_000_000_000_000)]
    public long Takes_its_share(double percent, string of, long amount, long net, long gross) =>
        new EarlyPaymentDiscount((decimal)percent, Today, Enum.Parse<DiscountBase>(of)).Of(amount, net, gross);

    [Test]
    public void Is_exact_for_any_amount()
    {
        var random = new Random(14);
        for (var i = 0; i < 10_000; i++)
        {
            var gross = random.NextInt64(1, Amount.Most);
            var amount = random.NextInt64(1, gross + 1);
            var millionths = random.Next(1, 50 * DiscountPercent.Unit + 1);

            var taken = new EarlyPaymentDiscount((decimal)millionths / DiscountPercent.Unit, Today, DiscountBase.gross).Of(
                amount,
                1,
                gross
            );

            var (exact, told) = ((BigInteger)amount * millionths, (BigInteger)taken * 100 * DiscountPercent.Unit);
            Assert.That(
                BigInteger.Abs(exact - told),
                Is.LessThanOrEqualTo((BigInteger)50 * DiscountPercent.Unit),
                $"{amount} {millionths}"
            );
        }
    }

    [Test]
    public void Is_taken_when_the_payment_goes_out_until_its_last_day()
    {
        var payment = Scheduled(until: Today);

        Assert.That(payment.TakeDiscount(Today, Machine, Now).Error, Is.Null);

        Assert.That((payment.AmountMinor, payment.DiscountMinor, payment.GrossMinor), Is.EqualTo((980, 20, 1000)));
        Assert.That(payment.Recorded[^1].Event, Is.EqualTo(new DiscountTaken(Machine, Now) { AmountCents = 20 }));
        payment.TakeDiscount(Today, Machine, Now);
        Assert.That(payment.AmountMinor, Is.EqualTo(980), "once");

        var late = Scheduled(until: Today);
        late.TakeDiscount(Today.AddDays(1), Machine, Now);
        Assert.That((late.AmountMinor, late.DiscountMinor, late.Version), Is.EqualTo((1000, 0, 1)));
        var none = Made.Scheduled();
        none.TakeDiscount(Today, Machine, Now);
        Assert.That((none.AmountMinor, none.Version), Is.EqualTo((1000, 1)));
    }

    [Test]
    public void Is_given_back_when_the_payment_is_tried_again()
    {
        var payment = Scheduled(until: Today);
        payment.PutInto(Run, Machine, Now);
        payment.TakeDiscount(Today, Machine, Now);
        payment.Fail("AC04", Machine, Now);

        Assert.That(payment.Retry(Clerk, Now).Error, Is.Null);

        Assert.That((payment.AmountMinor, payment.DiscountMinor), Is.EqualTo((1000, 0)));
    }

    [Test]
    public void Never_leaves_nothing_to_pay()
    {
        var payment = Scheduled(net: 1, until: Today, percent: 50);

        payment.TakeDiscount(Today, Machine, Now);

        Assert.That((payment.AmountMinor, payment.DiscountMinor), Is.EqualTo((1, 0)));
    }

    [TestCase(0, "2026-02-14", "gross", "early_payment_discount.percent")]
    [TestCase(50.0001, "2026-02-14", "gross", "early_payment_discount.percent")]
    [TestCase(2.00001, "2026-02-14", "gross", "early_payment_discount.percent")]
    [TestCase(2, "2026-01-30", "gross", "early_payment_discount.until")]
    [TestCase(2, "soon", "gross", "early_payment_discount.until")]
    [TestCase(2, null, "gross", "early_payment_discount.until")]
    [TestCase(2, "2026-02-14", "tax", "early_payment_discount.base")]
    public void Says_what_is_wrong_with_it(double percent, string? until, string of, string field)
    {
        var draft = Draft() with { EarlyPaymentDiscount = new((decimal)percent, until, of) };

        Assert.That(InvoiceContent.Read(draft).Error!.Fields.Keys, Is.EqualTo(new[] { field }));
    }

    [Test]
    public void Is_of_the_gross_where_nothing_else_is_said_and_stays_when_something_else_is_corrected()
    {
        var invoice = Register(Draft() with { EarlyPaymentDiscount = new(2, "2026-02-14", null) });
        Assert.That(invoice.EarlyPaymentDiscount, Is.EqualTo(new EarlyPaymentDiscount(2, new DateOnly(2026, 2, 14), DiscountBase.gross)));

        var corrected = InvoiceContent.Read(new InvoiceDraft { Amounts = new(900, null, null) }.Over(invoice)).Value;

        Assert.That(corrected.Discount, Is.EqualTo(invoice.EarlyPaymentDiscount));
    }

    private static Payment Scheduled(DateOnly until, long net = 1000, decimal percent = 2)
    {
        var order = Issued(Ordered(1, 10, net / 10m)).Received((1, 10));
        var invoice = Register(Draft(order, net) with { EarlyPaymentDiscount = new(percent, Day.Format(until), "gross") });
        invoice.Compare(order);
        return Payment.Schedule(new PaymentId(Guid.CreateVersion7(Now)), invoice, 1, Machine, Now);
    }
}
