namespace Invoicing.Tests.Domain;

using Procurement.Invoicing.Domain;
using TestKit;
using static Made;

/// <summary>Whatever something is, a command that its table does not allow then is refused, and names itself and the state.</summary>
internal sealed class LifeCycleTests
{
    private static readonly PaymentId Paying = new(Guid.Parse("01900000-0000-7000-8000-000000000007"));
    private static readonly PaymentRunId Running = new(Guid.Parse("01900000-0000-7000-8000-00000000000d"));
    private static readonly InvoiceId Other = new(Guid.Parse("01900000-0000-7000-8000-00000000000a"));

    [Test]
    public void Are_drawn_as_they_are()
    {
        var page = LifeCycleDiagram.Read();

        Assert.That(page, Does.Contain(LifeCycleDiagram.Of(Invoice.LifeCycle)));
        Assert.That(page, Does.Contain(LifeCycleDiagram.Of(OrderCopy.LifeCycle)));
        Assert.That(page, Does.Contain(LifeCycleDiagram.Of(CreditNote.LifeCycle)));
        Assert.That(page, Does.Contain(LifeCycleDiagram.Of(Payment.LifeCycle)));
        Assert.That(page, Does.Contain(LifeCycleDiagram.Of(PaymentRun.LifeCycle)));
    }

    /// <summary>Two commands of the table are one of the outside: a match is started and matches.</summary>
    [Test]
    public void Of_an_invoice() =>
        Follow<Invoice, InvoiceId, InvoiceStatus>(
            Invoice.LifeCycle,
            new()
            {
                ["assign an order to"] = invoice => invoice.Assign(NewOrderId(), Today, Clerk, Now),
                ["start the match of"] = Match,
                ["dispute"] = Dispute,
                ["correct"] = Correct,
                ["schedule the payment of"] = invoice => invoice.Schedule(Paying, Clerk, Now),
                ["release from payment"] = invoice => invoice.Release(Paying, Clerk, Now),
                ["pay"] = invoice => invoice.Pay(Paying, Clerk, Now),
                ["credit"] = invoice => invoice.Credit(default, new Amounts(1, [], 1), false, Clerk, Now),
                ["expect a credit for"] = invoice => invoice.ExpectCredit(1, Clerk, Now),
                ["remind of"] = invoice => invoice.Remind(Machine, Now.AddDays(8)),
                ["void"] = invoice => invoice.Void(Why(), Clerk, Now),
            },
            new()
            {
                [InvoiceStatus.Registered] = () => Register(Draft()),
                [InvoiceStatus.Matching] = () => After(Register(Draft()), Dispute, Correct),
                [InvoiceStatus.Matched] = () => Matched(),
                [InvoiceStatus.Disputed] = () => After(Register(Draft()), Dispute),
                [InvoiceStatus.ScheduledForPayment] = () => After(Matched(), invoice => invoice.Schedule(Paying, Clerk, Now)),
                [InvoiceStatus.Paid] = () => After(Matched(), invoice => invoice.Pay(Paying, Clerk, Now)),
            },
            alike: ["match"],
            further: new() { ["start the match of"] = InvoiceStatus.Matched },
            refusals: new() { ["void ScheduledForPayment"] = InvoiceErrors.PaymentScheduled }
        );

    [Test]
    public void Of_a_copied_order() =>
        Follow<OrderCopy, PurchaseOrderId, OrderCopyStatus>(
            OrderCopy.LifeCycle,
            new()
            {
                ["issue"] = order => order.Issue("PO-1", Content(), Machine, Now),
                ["amend"] = order => order.Amend(Content(Ordered(1, 9)), Machine, Now),
                ["close short"] = order => order.CloseShort([Line(1, 1)], Machine, Now),
                ["cancel"] = order => order.Cancel("No.", Machine, Now),
                ["count goods of"] = order => order.CountGoods("grn_1", [Line(1, 1)], Machine, Now),
                ["take back goods of"] = order => order.TakeBackGoods("grn_1", [Line(1, 1)], Machine, Now),
                ["note a discrepancy of"] = order => order.NoteDiscrepancy("grn_1", Machine, Now),
                ["bill"] = order => order.Bill(new InvoiceId(Guid.CreateVersion7(Now)), [Line(1, 1)], Machine, Now),
                ["give back what was billed of"] = order => order.GiveBack(Other, Machine, Now),
                ["credit"] = order => order.Credit(Other, default, [new CreditedLine(1, 1)], Machine, Now),
                ["agree on a tolerance for"] = order => order.AgreeOn(Tolerance.None, null, Clerk, Now),
            },
            new()
            {
                [OrderCopyStatus.Expected] = () => OrderCopy.HeardOf(NewOrderId(), Machine, Now).Received((1, 10)),
                [OrderCopyStatus.Issued] = () => After(Issued().Received((1, 10)), Bill),
                [OrderCopyStatus.Cancelled] = () => After(Issued().Received((1, 10)), Bill, order => order.Cancel("No.", Machine, Now)),
            },
            // Nothing is billed of an order that was only heard of, so that there is nothing to do then.
            without: ["give back what was billed of Expected", "credit Expected"]
        );

    [Test]
    public void Of_a_credit_note() =>
        Follow<CreditNote, CreditNoteId, CreditNoteStatus>(
            CreditNote.LifeCycle,
            new()
            {
                ["set off"] = note => note.SetOffAgainst(Paying, 1, Clerk, Now),
                ["open again"] = note => note.OpenAgain(Paying, 1, Clerk, Now),
            },
            new()
            {
                [CreditNoteStatus.Open] = () => Credited(Register(Draft()), 300),
                [CreditNoteStatus.SetOff] = () =>
                    After(Credited(Register(Draft()), 300), note => note.SetOffAgainst(Paying, 300, Clerk, Now)),
            }
        );

    [Test]
    public void Of_a_payment() =>
        Follow<Payment, PaymentId, PaymentStatus>(
            Payment.LifeCycle,
            new()
            {
                ["set a credit off against"] = SetOff,
                ["put into a run"] = payment => payment.PutInto(Running, Clerk, Now),
                ["take out of its run"] = payment => payment.TakeOut(new PayeeStanding(1, false), Clerk, Now),
                ["take the discount of"] = payment => payment.TakeDiscount(Today, Clerk, Now),
                ["send"] = payment => payment.Send(Clerk, Now),
                ["disburse"] = payment => payment.Disburse(null, Clerk, Now),
                ["remit"] = payment => payment.Remit(null, Clerk, Now),
                ["fail"] = payment => payment.Fail("AC04", Clerk, Now),
                ["retry"] = payment => payment.Retry(Clerk, Now),
                ["reverse"] = payment => payment.Reverse(Why(), Clerk, Now),
            },
            new()
            {
                [PaymentStatus.Scheduled] = () => Scheduled(discount: new(2, Day.Format(Today), null)),
                [PaymentStatus.Disbursed] = () => After(Scheduled(), payment => payment.Disburse(null, Clerk, Now)),
                [PaymentStatus.Remitted] = () =>
                    After(Scheduled(), payment => payment.Disburse(null, Clerk, Now), payment => payment.Remit(null, Clerk, Now)),
                [PaymentStatus.Reversed] = () => After(Scheduled(), payment => payment.Reverse(Why(), Clerk, Now)),
                [PaymentStatus.Failed] = () => After(Scheduled(), payment => payment.Fail("AC04", Clerk, Now)),
            }
        );

    [Test]
    public void Of_a_payment_run() =>
        Follow<PaymentRun, PaymentRunId, PaymentRunStatus>(
            PaymentRun.LifeCycle,
            new() { ["hand out"] = HandOut },
            new() { [PaymentRunStatus.Planned] = Planned, [PaymentRunStatus.HandedOut] = () => After(Planned(), HandOut) }
        );

    /// <param name="cycle">The table.</param>
    /// <param name="commands">Each with what it needs besides the state, so that the state alone can stand against it.</param>
    /// <param name="states">How each state is come to.</param>
    /// <param name="alike">Commands that no one gives: another one brings them about.</param>
    /// <param name="further">Where a command leads that brings about another one too.</param>
    /// <param name="refusals">What is refused with words of its own.</param>
    /// <param name="without">Commands that do nothing in a state, because there is nothing to do.</param>
    private static void Follow<T, TId, TStatus>(
        LifeCycle<TStatus> cycle,
        Dictionary<string, Func<T, Result>> commands,
        Dictionary<TStatus, Func<T>> states,
        string[]? alike = null,
        Dictionary<string, TStatus>? further = null,
        Dictionary<string, Error>? refusals = null,
        string[]? without = null
    )
        where T : Aggregate<TId, TStatus>
        where TId : struct
        where TStatus : struct, Enum
    {
        Assert.That(commands.Keys, Is.EquivalentTo(cycle.Select(row => row.Command).Except(alike ?? [])));
        Assert.That(states.Keys, Is.EquivalentTo(Enum.GetValues<TStatus>()));
        foreach (var (state, make) in states)
        foreach (var row in cycle.Where(row => commands.ContainsKey(row.Command)))
        {
            var (subject, name) = (make(), $"{row.Command} {state}");
            var version = subject.Version;
            Assert.That(subject.Status, Is.EqualTo(state));
            var error = commands[row.Command](subject).Error;
            if (!row.From.Contains(state))
            {
                var refusal = refusals?.GetValueOrDefault(name) ?? cycle.Refusal(row.Command, state);
                Assert.That((error, subject.Status, subject.Version), Is.EqualTo((refusal, state, version)), name);
            }
            else
            {
                TStatus[] to = row.To.Count == 0 ? [state] : [.. row.To];
                if (further is not null && further.TryGetValue(row.Command, out var last))
                    to = [last];
                Assert.That(error, Is.Null, name);
                Assert.That(to, Does.Contain(subject.Status), name);
                Assert.That(subject.Version > version, Is.EqualTo(without?.Contains(name) is not true), name);
            }
        }
    }

    private static Result Dispute(Invoice invoice) => invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now);

    private static Result Correct(Invoice invoice) => invoice.Correct(InvoiceContent.Read(Draft()).Value, Filed(), Clerk, Now);

    private static Result Match(Invoice invoice)
    {
        var facts = Issued().FactsFor(invoice, Policy, null);
        return invoice.Take(facts, new MatchOutcome(MatchVerdict.matched, null, [], [], 0), Machine, Now);
    }

    private static Result Bill(OrderCopy order) => order.Bill(Other, [Line(1, 1)], Machine, Now);

    private static Result SetOff(Payment payment) =>
        payment.SetOff(Credited(Register(Draft()), 1), Clerk, Now).Error is { } refused ? refused : Result.Done;

    private static PaymentRun Planned() => PaymentRun.Plan(Running, Today, null, PaymentChannel.file, [Scheduled()], Clerk, Now);

    private static Result HandOut(PaymentRun run) => run.HandOut([Scheduled()], "<Document/>", Clerk, Now);

    private static T After<T>(T subject, params Func<T, Result>[] commands)
    {
        foreach (var command in commands)
            Assert.That(command(subject).Error, Is.Null);
        return subject;
    }
}
