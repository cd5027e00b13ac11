namespace Invoicing.Tests.Ports;

using Invoicing.Tests.Domain.Properties;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.Invoicing.Adapters;
using Procurement.Invoicing.Adapters.Postgres;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using TestKit;
using TestKit.Ports;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>Invoices inside the transactions of others, and the mapping against the schema.</summary>
internal sealed class InvoicingOnPostgres : PostgresSuite<InvoicingModule, InvoicingContext, Invoice, InvoiceId>
{
    protected override IPortSubject<Invoice, InvoiceId> Subject { get; } = new InvoiceSubject();

    protected override ServiceProvider Build(Dictionary<string, string> environment) => InvoicingAlone.Build(environment);
}

/// <summary>What the database keeps by itself, whatever is written into it.</summary>
[TestFixture]
internal sealed class InvoicingSchema() : InvoicingPorts(Kept.OnPostgres)
{
    [TestCase("invoices", "gross_cents = net_cents - 1", ExpectedResult = "gross_holds_net")]
    [TestCase("invoices", "credited_net_cents = net_cents + 1", ExpectedResult = "credited_at_most_all")]
    [TestCase("invoices", "credited_gross_cents = gross_cents + 1", ExpectedResult = "credited_at_most_all")]
    [TestCase("invoices", "credited_net_cents = net_cents, credited_gross_cents = gross_cents", ExpectedResult = null)]
    [TestCase("invoices", "status = 'Disputed'", ExpectedResult = "disputed_has_dispute")]
    [TestCase("invoices", "order_id = NULL", ExpectedResult = "matched_has_order")]
    [TestCase("invoices", "is_void = true", ExpectedResult = "void_has_reason")]
    [TestCase("invoices", "void_reason = 'Gone.'", ExpectedResult = "void_has_reason")]
    [TestCase("invoices", "expected_credit_cents = -1", ExpectedResult = "minor_units_check")]
    [TestCase("invoices", "status = 'Lost'", ExpectedResult = "invoice_status_check")]
    [TestCase("invoice_lines", "quantity = 0", ExpectedResult = "quantity_check")]
    [TestCase("invoice_lines", "quantity = 0.0000001", ExpectedResult = "quantity_check")]
    [TestCase("invoice_lines", "unit_price_cents = -0.000001", ExpectedResult = "unit_price_check")]
    [TestCase("credit_notes", "open_cents = gross_cents + 1", ExpectedResult = "open_at_most_all")]
    [TestCase("credit_notes", "open_cents = 0", ExpectedResult = "set_off_has_nothing_left")]
    [TestCase("credit_notes", "status = 'SetOff', open_cents = 0", ExpectedResult = null)]
    [TestCase("orders", "supplier_id = NULL", ExpectedResult = "issued_is_whole")]
    [TestCase("orders", "status = 'Cancelled', supplier_id = NULL", ExpectedResult = null)]
    [TestCase("order_lines", "billed = received + 0.000001", ExpectedResult = "billed_at_most_what_came")]
    [TestCase("order_lines", "returned = -1", ExpectedResult = "counted_check")]
    [TestCase("billings", "credited = quantity + 1", ExpectedResult = "credited_at_most_what_was_billed")]
    [TestCase("payments", "amount_cents = gross_cents + 1", ExpectedResult = "amount_at_most_gross")]
    [TestCase("payments", "amount_cents = 0", ExpectedResult = "disbursed_is_whole")]
    [TestCase("payments", "account_version = NULL", ExpectedResult = "disbursed_is_whole")]
    [TestCase("payments", "run_id = NULL", ExpectedResult = "disbursed_is_whole")]
    [TestCase("payments", "status = 'Failed', run_id = NULL", ExpectedResult = null)]
    [TestCase("payment_runs", "message = NULL", ExpectedResult = "handed_out_has_message")]
    [TestCase("payment_runs", "status = 'Planned'", ExpectedResult = "handed_out_has_message")]
    public async Task<string?> The_schema_keeps_the_rules_between_columns(string table, string change)
    {
        var id = await Stored(table);
        var key = table switch
        {
            "invoice_lines" => "invoice_id",
            "order_lines" or "billings" => "order_id",
            _ => "id",
        };
        await using var data = NpgsqlDataSource.Create(Postgres.ConnectionString(Database!));
        await using var update = data.CreateCommand($"UPDATE invoicing.{table} SET {change} WHERE {key} = '{id}'");
        try
        {
            Assert.That(await update.ExecuteNonQueryAsync(), Is.EqualTo(1));
            return null;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            return e.ConstraintName;
        }
    }

    [Test]
    public async Task Whoever_wants_the_turn_of_an_order_waits_for_the_transaction_that_has_it()
    {
        var (order, other) = (NewOrderId(), NewOrderId());
        await using var first = OrderCopies.Begin();
        await using var second = OrderCopies.Begin();
        await using var holding = await Context(first.Services).Database.BeginTransactionAsync();
        await using var waiting = await Context(second.Services).Database.BeginTransactionAsync();
        await Turns(first.Services).Take(order, default);
        await Turns(first.Services).Take(order, default);

        await Turns(second.Services).Take(other, default);
        var turn = Turns(second.Services).Take(order, default);
        await UntilSomebodyWaits();
        Assert.That(turn.IsCompleted, Is.False);

        await holding.CommitAsync();
        await turn;
    }

    [Test]
    public async Task A_turn_is_taken_in_a_transaction_only()
    {
        await using var unit = OrderCopies.Begin();

        Assert.That(() => Turns(unit.Services).Take(NewOrderId(), default), Throws.InvalidOperationException);
    }

    [Test]
    public async Task An_order_bills_without_knowing_what_was_billed_and_says_so_when_it_must_know()
    {
        var (first, second) = (new InvoiceId(IdAt(Now)), new InvoiceId(IdAt(Now)));
        var order = Order(NewSupplier()).Received((1, 10));
        Done(order.Bill(first, [Line(1, 4)], Machine, Now));
        await OrderCopies.Committed(order);
        await using (var unit = OrderCopies.Begin())
        {
            var found = (await unit.Repository.Find(order.Id, default))!;

            Assert.That(() => found.ExpectedCredits(), Throws.InvalidOperationException);
            Assert.That(() => found.GiveBack(first, Machine, Later), Throws.InvalidOperationException);
            Assert.That(found.Bill(second, [Line(1, 7)], Machine, Later).Error, Is.EqualTo(InvoiceErrors.BilledTooMuch));
            Done(found.Bill(second, [Line(1, 6)], Machine, Later));
            await unit.Save(found);
            Assert.That((await unit.Commit()).Error, Is.Null);
        }

        var whole = (await OrderCopies.Find(order.Id))!;
        Assert.That(
            whole.Billings.Select(billing => (billing.InvoiceId, billing.Quantity)),
            Is.EqualTo(new[] { (first, 4m), (second, 6m) })
        );
    }

    private static InvoicingContext Context(IServiceProvider services) => services.GetRequiredService<InvoicingContext>();

    private static IOrderTurns Turns(IServiceProvider services) => services.GetRequiredService<IOrderTurns>();

    private async Task UntilSomebodyWaits()
    {
        await using var data = NpgsqlDataSource.Create(Postgres.ConnectionString(Database!));
        await using var waits = data.CreateCommand(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            )
            """
        );
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await waits.ExecuteScalarAsync(patience.Token) is false)
            await Task.Yield();
    }

    /// <summary>One of those that a table has, in the state that has the most rules.</summary>
    private async Task<Guid> Stored(string table)
    {
        var order = Order(NewSupplier()).Received((1, 10));
        var draft = PlainDraft(order.SupplierId!.Value, order) with { Lines = [new(1, null, 10, 100, 1000)] };
        var invoice = Invoiced(draft);
        Assert.That(invoice.Compare(order), Is.EqualTo(MatchVerdict.matched));
        var payment = Paying();
        Done(payment.PutInto(NewRun(), Clerk, Now));
        Done(payment.Disburse("BNK-1", Machine, Now));
        var run = Run(PaymentChannel.file);
        Done(run.HandOut([], "<file/>", Clerk, Now));
        return table switch
        {
            "invoices" or "invoice_lines" => (await Invoices.Committed(invoice)).Id.Value,
            "credit_notes" => (await CreditNotes.Committed(Credit())).Id.Value,
            "payments" => (await Payments.Committed(payment)).Id.Value,
            "payment_runs" => (await PaymentRuns.Committed(run)).Id.Value,
            _ => (await OrderCopies.Committed(order)).Id.Value,
        };
    }
}
