namespace Host.Tests.Invoicing.Chains;

using Host.Tests.Bank;

/// <summary>The ways from an order to its end, happy and unhappy.</summary>
internal static class Kinds
{
    private const long Whole = 3 * Chain.Price;

    public static readonly IReadOnlyList<(string Name, Func<Chain, Task> Go)> All =
    [
        ("Happy", InTwoDeliveries),
        ("Parts", InTwoInvoices),
        ("Price", WithAWrongPrice),
        ("Return", WithAReturn),
        ("Check", ThatFailsTheCheck),
        ("Early", BilledBeforeItComes),
        ("Cancel", Cancelled),
        ("Funds", RefusedByTheBank),
    ];

    private static async Task InTwoDeliveries(Chain chain)
    {
        await chain.Place();
        await chain.Receive(2);
        await chain.OrderIs("PartiallyReceived");
        await chain.Receive(1);
        await chain.Counted();
        await PaidInOne(chain, await chain.Bill(Whole), Whole);
    }

    /// <summary>Each delivery is billed by itself, and both are paid together.</summary>
    private static async Task InTwoInvoices(Chain chain)
    {
        await chain.Place();
        await chain.Receive(2);
        await chain.Counted();
        var first = await chain.Bill(2 * Chain.Price, pieces: 2);
        await chain.Receive(1);
        await chain.Counted();
        var second = await chain.Bill(Chain.Price, pieces: 1);
        var payments = (First: await chain.Scheduled(first), Second: await chain.Scheduled(second));
        await chain.OrderIs("Invoiced");
        await chain.Run(payments.First, payments.Second);
        await chain.Paid(first, payments.First, 2 * Chain.Price);
        await chain.Paid(second, payments.Second, Chain.Price);
        await chain.Closed();
    }

    private static async Task WithAWrongPrice(Chain chain)
    {
        await chain.Place();
        await chain.Receive(3);
        await chain.Counted();
        var invoice = await chain.Bill(5000);
        await chain.InvoiceIs(invoice, "Disputed");
        await chain.OrderIs("Disputed");
        await chain.Correct(invoice, Whole);
        chain.Tells("invoicing.invoice-disputed", "purchasing.purchase-order-disputed");
        chain.Tells("invoicing.invoice-match-wanted", "purchasing.purchase-order-dispute-resolved");
        await PaidInOne(chain, invoice, Whole);
    }

    /// <summary>One piece goes back when it is billed already; what it cost is not paid.</summary>
    private static async Task WithAReturn(Chain chain)
    {
        await chain.Place();
        var receipt = await chain.Receive(3);
        await chain.Counted();
        var invoice = await chain.Bill(Whole);
        var payment = await chain.Scheduled(invoice);
        // Before Purchasing knows of the bill, an order waits for what is to come instead of what went back.
        await chain.OrderIs("Invoiced");
        await chain.Return(receipt, 1);
        await Expecting(Chain.Price);
        await chain.Credit(invoice, 1);
        await Expecting(0);
        await chain.OrderIs("Invoiced");
        await chain.Run(payment);
        await chain.Paid(invoice, payment, Whole - Chain.Price);
        await chain.Closed();

        Task Expecting(long cents) =>
            chain.Invoice(invoice, "credited", reply => reply.Json.GetProperty("expected_credit_cents").GetInt64() == cents);
    }

    private static async Task ThatFailsTheCheck(Chain chain)
    {
        await chain.Place();
        var receipt = await chain.Receive(3, failed: true);
        await chain.Counted(0);
        var invoice = await chain.Bill(Whole);
        await chain.InvoiceIs(invoice, "Registered");
        await chain.Resolve(receipt);
        await PaidInOne(chain, invoice, Whole);
    }

    private static async Task BilledBeforeItComes(Chain chain)
    {
        await chain.Place();
        await chain.Counted();
        var invoice = await chain.Bill(Whole);
        await chain.InvoiceIs(invoice, "Registered");
        await chain.Receive(3);
        await PaidInOne(chain, invoice, Whole);
    }

    private static async Task Cancelled(Chain chain)
    {
        await chain.Place();
        await chain.Counted();
        var invoice = await chain.Bill(Whole);
        await chain.Cancel();
        await chain.NeverPaid(invoice);
    }

    /// <summary>The bank refuses as long as there is no money, and somebody tries again when there is.</summary>
    private static async Task RefusedByTheBank(Chain chain)
    {
        await chain.Place();
        await chain.Receive(3);
        await chain.Counted();
        // By what the transfer refers to: a question about the payment does not name it.
        var number = chain.Paper();
        await chain.Bank.Meets(number, new Step { Refuse = "INSUFFICIENT_FUNDS", Always = true });
        var invoice = await chain.Bill(Whole, number: number);
        var payment = await chain.Scheduled(invoice);
        await chain.Run(payment);
        await chain.PaymentIs(payment, "Failed");
        await chain.Bank.Meets(number);
        await chain.Retry(payment);
        chain.Tells("invoicing.payment-failed");
        await chain.Run(payment);
        await chain.Paid(invoice, payment, Whole);
        await chain.Closed();
    }

    private static async Task PaidInOne(Chain chain, string invoice, long cents)
    {
        var payment = await chain.Scheduled(invoice);
        await chain.OrderIs("Invoiced");
        await chain.Run(payment);
        await chain.Paid(invoice, payment, cents);
        await chain.Closed();
    }
}
