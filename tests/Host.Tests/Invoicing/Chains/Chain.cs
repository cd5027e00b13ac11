namespace Host.Tests.Invoicing.Chains;

using System.Globalization;
using System.Net;
using System.Text.Json;
using Host.Tests.Bank;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What one invoice is expected to come to.</summary>
/// <param name="Invoice">Which.</param>
/// <param name="Status">Its own, in the end.</param>
/// <param name="Payment">Its payment; null when it is never paid.</param>
/// <param name="Cents">What leaves for it.</param>
internal sealed record Outcome(string Invoice, string Status, string? Payment, long Cents);

/// <summary>One order of three pieces at 12.50 from a supplier of its own, step by step, and what is to have come of it in the end.</summary>
internal sealed class Chain(Caller caller, SimulatedBank bank, string name)
{
    public const long Price = 1250;

    public static readonly Person Bob = new("bob", Roles.Buyer);
    public static readonly Person Carla = new("carla", Roles.ApClerk);
    public static readonly Person Fay = new("fay", Roles.Finance);
    private static readonly Person Luis = new("luis", Roles.ApproverL3);
    private static readonly Person Sam = new("sam", Roles.SupplierManager);
    private static readonly Person Cora = new("cora", Roles.Compliance);
    private static readonly Person Walt = new("walt", Roles.Receiver);
    private static int lastCode = 300_000;

    private readonly List<string> told = [];
    private readonly List<Outcome> outcomes = [];
    private int papers;

    public string Name => name;
    public SimulatedBank Bank => bank;
    public string Supplier { get; private set; } = "";
    public string Order { get; private set; } = "";
    public string OrderStatus { get; private set; } = "";
    public decimal Received { get; private set; }
    public decimal Returned { get; private set; }
    public int Receipts { get; private set; }
    public int CreditNotes { get; private set; }
    public IReadOnlyList<Outcome> Outcomes => outcomes;

    /// <summary>The types of all events that it has to have told.</summary>
    public IReadOnlyList<string> Told => told;

    /// <summary>A number that no other paper has, nor begins with.</summary>
    public string Paper() => string.Create(CultureInfo.InvariantCulture, $"{name}-{++papers:00}");

    public void Tells(params string[] events) => told.AddRange(events);

    /// <summary>A supplier that may be ordered from and can be paid.</summary>
    public async Task Register()
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"TH-{Interlocked.Increment(ref lastCode)}");
        var body = $$"""{"code":"{{code}}","legal_name":"Siam Paper","email":"a@siam.example"}""";
        Supplier = (await caller.Post(Sam, "/suppliers", body)).Text("id");
        var path = $"/suppliers/{Supplier}";
        await caller.Post(Cora, $"{path}/approve", """{"risk_score":12}""");
        await caller.Put(Sam, $"{path}/bank-account", Api.BankAccount);
        await caller.Post(Fay, $"{path}/bank-account/confirm");
        await caller.Until(Sam, path, "payable", reply => reply.Json.GetProperty("payable_bank_account").ValueKind == JsonValueKind.Object);
        Tells("supplier.supplier-registered", "supplier.supplier-approved");
        Tells("supplier.supplier-bank-account-proposed", "supplier.supplier-bank-account-verified");
    }

    /// <summary>From the draft to the supplier, who takes it.</summary>
    public async Task Place()
    {
        await Register();
        Order = (await caller.Post(Bob, "/purchase-orders", Api.Body(Supplier))).Text("id");
        await caller.Post(Bob, $"/purchase-orders/{Order}/submit");
        await caller.Post(Luis, $"/purchase-orders/{Order}/approve");
        await caller.Post(Bob, $"/purchase-orders/{Order}/issue");
        await caller.Post(Bob, $"/purchase-orders/{Order}/acknowledge", """{"expected_delivery":"2099-12-31"}""");
        Tells("purchasing.purchase-order-created", "purchasing.purchase-order-approved");
        Tells("purchasing.purchase-order-issued", "purchasing.purchase-order-acknowledged");
    }

    /// <summary>Goods come; what failed the check counts when it is resolved.</summary>
    public async Task<string> Receive(int quantity, bool failed = false)
    {
        var receipt = await caller.Post(
            Walt,
            $"/purchase-orders/{Order}/goods-receipts",
            $$"""{"delivery_note":"{{Paper()}}","lines":[{"line_number":1,"quantity":{{quantity}},"qc_failed":{{(failed ? "true" : "false")}}}]}"""
        );
        Receipts++;
        Received += quantity;
        Tells(failed ? "purchasing.goods-receipt-discrepancy-detected" : "purchasing.goods-received");
        return receipt.Text("id");
    }

    public async Task Resolve(string receipt)
    {
        await caller.Post(Bob, $"/goods-receipts/{receipt}/resolve", """{"reason":"Good enough."}""");
        Tells("purchasing.goods-received");
    }

    public async Task Return(string receipt, int quantity)
    {
        await caller.Post(
            Walt,
            $"/goods-receipts/{receipt}/return",
            $$"""{"lines":[{"line_number":1,"quantity":{{quantity}}}],"reason":"Wet."}"""
        );
        Returned += quantity;
        Tells("purchasing.goods-returned");
    }

    /// <summary>Waits until Invoicing knows the order, and of all that has come for it.</summary>
    public Task Counted(int? received = null) =>
        caller.Until(
            Carla,
            $"/billable-orders/{Order}",
            "counted",
            reply =>
                reply.Status == HttpStatusCode.OK
                && reply.Text("status") == "Issued"
                && reply.Json.GetProperty("lines")[0].GetProperty("received").GetDecimal() == (received ?? Received)
        );

    /// <summary>A bill over so many pieces, or over everything.</summary>
    public async Task<string> Bill(long cents, int? pieces = null, string? number = null)
    {
        var lines = pieces is null
            ? ""
            : $$""","lines":[{"line_number":1,"quantity":{{pieces}},"unit_price_cents":{{Price}},"net_cents":{{cents}}}]""";
        var invoice = await caller.Post(Carla, "/invoices", Billing.Body(Supplier, Order, cents, number ?? Paper(), lines));
        Tells("invoicing.invoice-registered");
        return invoice.Text("id");
    }

    public Task Correct(string invoice, long cents) => Clerk($"/invoices/{invoice}/correct", $$"""{"net_cents":{{cents}}}""");

    public async Task Credit(string invoice, int pieces)
    {
        CreditNotes++;
        await Clerk(
            "/credit-notes",
            $$"""{"invoice_id":"{{invoice}}","credit_note_number":"{{Paper()}}","net_cents":{{pieces * Price}},"lines":[{"line_number":1,"quantity":{{pieces}}}],"reason":"Wet."}"""
        );
        Tells("invoicing.credit-note-registered");
    }

    public Task InvoiceIs(string invoice, string status) => caller.Becomes(Carla, $"/invoices/{invoice}", status);

    public Task<Reply> Invoice(string invoice, string what, Func<Reply, bool> holds) =>
        caller.Until(Carla, $"/invoices/{invoice}", what, holds);

    public Task OrderIs(string status) => caller.Becomes(Bob, $"/purchase-orders/{Order}", status);

    /// <summary>The payment of an invoice that has matched.</summary>
    public async Task<string> Scheduled(string invoice)
    {
        await InvoiceIs(invoice, "ScheduledForPayment");
        var found = await caller.Get(Fay, $"/payments?invoice_id={invoice}");
        Tells("invoicing.invoice-matched", "invoicing.payment-scheduled");
        return found.Json.GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    public async Task Run(params string[] payments)
    {
        var run = await caller.Post(Fay, "/payment-runs", $$"""{"cut_off":"2099-12-31","supplier_id":"{{Supplier}}"}""");
        var taken = run.Json.GetProperty("payments").EnumerateArray().Select(each => each.GetProperty("id").GetString()).ToList();
        if (run.Text("channel") != "bank" || !taken.Order().SequenceEqual(payments.Order()))
            throw new InvalidOperationException($"{name}: the run is not of {string.Join(", ", payments)}: {run.Body}");
    }

    public Task PaymentIs(string payment, string status) => caller.Becomes(Fay, $"/payments/{payment}", status);

    public Task Retry(string payment) => caller.Post(Fay, $"/payments/{payment}/retry");

    /// <summary>With a run that has its payment, an invoice is paid.</summary>
    public async Task Paid(string invoice, string payment, long cents)
    {
        await PaymentIs(payment, "Disbursed");
        await InvoiceIs(invoice, "Paid");
        outcomes.Add(new Outcome(invoice, "Paid", payment, cents));
        Tells("invoicing.payment-disbursed");
    }

    public async Task Closed()
    {
        await OrderIs("Closed");
        OrderStatus = "Closed";
        Tells("purchasing.purchase-order-closed");
    }

    public async Task Cancel()
    {
        await caller.Post(Bob, $"/purchase-orders/{Order}/cancel", """{"reason":"Not needed."}""");
        OrderStatus = "Cancelled";
        Tells("purchasing.purchase-order-cancelled");
    }

    public async Task NeverPaid(string invoice)
    {
        await InvoiceIs(invoice, "Disputed");
        outcomes.Add(new Outcome(invoice, "Disputed", null, 0));
        Tells("invoicing.invoice-disputed");
    }

    private Task<Reply> Clerk(string path, string body) => caller.Post(Carla, path, body);
}
