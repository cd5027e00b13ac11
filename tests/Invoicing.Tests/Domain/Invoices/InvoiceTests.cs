namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class InvoiceTests
{
    private static readonly PaymentId Paying = new(Guid.Parse("01900000-0000-7000-8000-000000000007"));

    [Test]
    public void Is_registered_with_what_it_says_and_what_is_found_out()
    {
        var order = Issued();
        var draft = Draft(order, lines: [new(2, 1, 4, 100, 400), new(1, null, 6, 100, 600)], number: "Inv-1") with
        {
            Amounts = new AmountsDraft(1000, [new("S", 19, 1000, 190)], 1190),
        };
        var candidate = new Candidate("po_x", "PO-1", 20, []);
        var filing = new Filing(new DateOnly(2026, 2, 14), ["inv_x"], [candidate]);

        var invoice = Invoice.Register(new InvoiceId(order.Id.Value), InvoiceContent.Read(draft).Value, filing, Clerk, Now);

        Assert.That((invoice.Status, invoice.Version, invoice.CreatedAt), Is.EqualTo((InvoiceStatus.Registered, 1, Now)));
        Assert.That((invoice.SupplierId, invoice.OrderId, invoice.RegisteredBy), Is.EqualTo((Supplier, order.Id, "carla")));
        Assert.That((invoice.Number, invoice.NumberKey, invoice.Currency.Code), Is.EqualTo(("Inv-1", "INV1", "EUR")));
        Assert.That((invoice.IssueDate, invoice.DueDate), Is.EqualTo((Today, new DateOnly(2026, 2, 14))));
        Assert.That((invoice.NetMinor, invoice.GrossMinor, invoice.PayableMinor), Is.EqualTo((1000, 1190, 1190)));
        Assert.That(
            (invoice.Amounts.NetMinor, invoice.Amounts.Tax.Single().TaxMinor, invoice.Amounts.GrossMinor),
            Is.EqualTo((1000, 190, 1190))
        );
        Assert.That((invoice.Candidates.Single(), invoice.PossibleDuplicates.Single()), Is.EqualTo((candidate, "inv_x")));
        Assert.That(invoice.Lines.Select(line => line.LineNumber), Is.EqualTo(new[] { 1, 2 }), "by number");
        Assert.That(invoice.Totals.Lines!.Select(line => line.LineNumber), Is.EqualTo(new[] { 1, 2 }));
        Assert.That((invoice.IsVoid, invoice.Waits, invoice.RemindAt), Is.EqualTo((false, true, (DateTimeOffset?)Now.AddHours(24))));
        var told = ((InvoiceRegistered)invoice.Recorded.Single().Event).Content;
        Assert.That((told.SupplierId, told.InvoiceNumber, told.PurchaseOrderId), Is.EqualTo(($"{Supplier}", "Inv-1", order.Identifier)));
        Assert.That((told.IssueDate, told.DueDate, told.Currency), Is.EqualTo((Today, new DateOnly(2026, 2, 14), "EUR")));
        Assert.That((told.NetCents, told.GrossCents, told.Tax, told.Lines.Count), Is.EqualTo((1000, 1190, invoice.Tax, 2)));
    }

    [Test]
    public void Matches_and_tells_what_it_bills()
    {
        var order = Issued().Received((1, 10));
        var invoice = Registered(order, 1015);
        var facts = order.FactsFor(invoice, Policy, null);

        Assert.That(invoice.Take(facts, ThreeWayMatch.Decide(facts), Machine, Now.AddMinutes(1)).Error, Is.Null);

        Assert.That(
            (invoice.Status, invoice.MatchedAt, invoice.RemindAt),
            Is.EqualTo((InvoiceStatus.Matched, Now.AddMinutes(1), (DateTimeOffset?)null))
        );
        Assert.That((invoice.Match, invoice.VarianceMinor, invoice.Dispute, invoice.Waits), Is.EqualTo((facts, 15, (Dispute?)null, false)));
        Assert.That(
            invoice.Recorded.Select(each => each.Event.GetType().Name),
            Is.EqualTo(new[] { "InvoiceRegistered", "MatchStarted", "InvoiceMatched" })
        );
        var told = (InvoiceMatched)invoice.Recorded[^1].Event;
        Assert.That((told.PurchaseOrderId, told.NetCents, told.VarianceCents), Is.EqualTo((order.Identifier, 1015, 15)));
        Assert.That((told.Lines, told.PolicyVersion), Is.EqualTo((new[] { Line(1, 10) }, Policy.Version)));
    }

    [Test]
    public void Is_disputed_where_it_does_not_agree_and_says_where()
    {
        var order = Issued().Received((1, 10));
        var invoice = Registered(order, 1300, [new(1, null, 11, 100, 1100), new(2, 9, 2, 100, 200)]);
        var facts = order.FactsFor(invoice, Policy, null);

        Assert.That(invoice.Take(facts, ThreeWayMatch.Decide(facts), Machine, Now).Error, Is.Null);

        Assert.That((invoice.Status, invoice.Match, invoice.VarianceMinor), Is.EqualTo((InvoiceStatus.Disputed, facts, 200)));
        Assert.That(
            invoice.Dispute,
            Is.EqualTo(
                new Dispute(
                    DisputeReason.QTY,
                    "It does not agree with the order and what was received: quantity of line 1, quantity of line 2, total.",
                    "system",
                    Now,
                    IsFinal: false
                )
            )
        );
        Assert.That((invoice.MatchedAt, invoice.RemindAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)Now.AddHours(168))));
        var told = (InvoiceDisputed)invoice.Recorded[^1].Event;
        Assert.That((told.PurchaseOrderId, told.ReasonCode, told.Reason), Is.EqualTo((order.Identifier, "QTY", invoice.Dispute!.Reason)));
        Assert.That(told.VarianceCents, Is.EqualTo(200));
    }

    [Test]
    public void Names_at_most_ten_differences()
    {
        var order = Issued().Received((1, 10));
        var lines = Enumerable.Range(11, 12).Select(number => new InvoiceLineDraft(number, null, 1, 1, 1)).ToList();
        var invoice = Registered(order, 12, lines);

        invoice.Compare(order);

        Assert.That(invoice.Dispute!.Reason, Does.EndWith("line 19, quantity of line 20."));
    }

    [Test]
    public void Changes_nothing_while_it_waits()
    {
        var order = Issued();
        var invoice = Registered(order);

        Assert.That(invoice.Compare(order), Is.EqualTo(MatchVerdict.waiting));

        Assert.That((invoice.Status, invoice.Version, invoice.Match), Is.EqualTo((InvoiceStatus.Registered, 1, (MatchFacts?)null)));
    }

    [TestCase(null)]
    [TestCase("po_01900000-0000-7000-8000-000000000002")]
    public void Waits_for_its_order_when_it_names_one(string? order)
    {
        var invoice = Register(Draft() with { PurchaseOrderId = order });
        Assert.That(invoice.Waits, Is.EqualTo(order is not null));
        invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now);
        Assert.That(invoice.Waits, Is.False);
        invoice.Correct(InvoiceContent.Read(new InvoiceDraft().Over(invoice)).Value, Filed(), Clerk, Now);
        Assert.That((invoice.Status, invoice.Waits), Is.EqualTo((InvoiceStatus.Matching, order is not null)));
    }

    [Test]
    public void Is_given_the_order_that_it_does_not_name()
    {
        var (invoice, order) = (Register(Draft()), NewOrderId());

        Assert.That(invoice.Assign(order, new DateOnly(2026, 2, 7), Clerk, Now).Error, Is.Null);

        Assert.That(
            (invoice.OrderId, invoice.DueDate, invoice.Candidates),
            Is.EqualTo((order, new DateOnly(2026, 2, 7), Array.Empty<Candidate>()))
        );
        Assert.That(invoice.Recorded[^1].Event, Is.EqualTo(new OrderAssigned(Clerk, Now) { PurchaseOrderId = $"{order}" }));
        Assert.That(invoice.Assign(NewOrderId(), Today, Clerk, Now).Error, Is.EqualTo(InvoiceErrors.AssignedAlready));
        Assert.That((invoice.OrderId, invoice.Version), Is.EqualTo((order, 2)));
    }

    [Test]
    public void Is_disputed_by_people_for_reasons_of_theirs()
    {
        var invoice = Matched();

        Assert.That(invoice.DisputeFor(DisputeReason.QUA, "Wet.", Clerk, Now.AddDays(1), isFinal: true).Error, Is.Null);

        Assert.That(invoice.Dispute, Is.EqualTo(new Dispute(DisputeReason.QUA, "Wet.", "carla", Now.AddDays(1), IsFinal: true)));
        Assert.That((invoice.Status, invoice.RemindAt), Is.EqualTo((InvoiceStatus.Disputed, (DateTimeOffset?)Now.AddDays(8))));
        Assert.That(invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
        Assert.That(invoice.Dispute!.Code, Is.EqualTo(DisputeReason.QUA), "what is refused has changed nothing");
        var unnamed = Register(Draft());
        unnamed.DisputeFor(DisputeReason.FIN, "Which order?", Clerk, Now);
        var told = (InvoiceDisputed)unnamed.Recorded[^1].Event;
        Assert.That((told.PurchaseOrderId, told.VarianceCents, unnamed.Dispute!.IsFinal), Is.EqualTo(((string?)null, (long?)null, false)));
    }

    [Test]
    public void Is_void_and_allows_nothing_then()
    {
        var (invoice, order) = (Matched(), Issued());

        Assert.That(invoice.Void(Why("Twice."), Clerk, Now).Error, Is.Null);

        Assert.That((invoice.IsVoid, invoice.VoidReason, invoice.Status), Is.EqualTo((true, "Twice.", InvoiceStatus.Matched)));
        Assert.That(invoice.Recorded[^1].Event, Is.EqualTo(new InvoiceVoided(Clerk, Now) { Reason = "Twice.", WasMatched = true }));
        var facts = order.FactsFor(invoice, Policy, null);
        var matched = new MatchOutcome(MatchVerdict.matched, null, [], [], 0);
        Func<Result>[] all =
        [
            () => invoice.Void(Why(), Clerk, Now),
            () => invoice.Assign(order.Id, Today, Clerk, Now),
            () => invoice.Take(facts, matched, Clerk, Now),
            () => invoice.DisputeFor(DisputeReason.OTH, "No.", Clerk, Now),
            () => invoice.Correct(InvoiceContent.Read(Draft()).Value, Filed(), Clerk, Now),
            () => invoice.Schedule(Paying, Clerk, Now),
            () => invoice.Release(Paying, Clerk, Now),
            () => invoice.Pay(Paying, Clerk, Now),
            () => invoice.Remind(Machine, Now),
            () => invoice.Credit(default, new Amounts(1, [], 1), false, Clerk, Now),
        ];
        foreach (var command in all)
            Assert.That(command().Error, Is.EqualTo(InvoiceErrors.Void));
    }

    [Test]
    public void A_void_one_waits_for_nothing()
    {
        var invoice = Registered(Issued());

        Assert.That(invoice.Void(Why("Twice."), Clerk, Now).Error, Is.Null);

        Assert.That((invoice.Waits, invoice.RemindAt), Is.EqualTo((false, (DateTimeOffset?)null)));
        Assert.That(((InvoiceVoided)invoice.Recorded[^1].Event).WasMatched, Is.False);
    }

    [Test]
    public void Is_not_void_while_its_payment_is_scheduled_nor_when_it_is_paid()
    {
        var invoice = Matched();
        invoice.Schedule(Paying, Clerk, Now);

        Assert.That(invoice.Void(Why(), Clerk, Now).Error, Is.EqualTo(InvoiceErrors.PaymentScheduled));
        invoice.Pay(Paying, Clerk, Now);
        Assert.That(invoice.Void(Why(), Clerk, Now).Error?.Detail, Is.EqualTo("Cannot void an invoice that is Paid."));
        Assert.That((invoice.IsVoid, invoice.VoidReason), Is.EqualTo((false, (string?)null)));
    }

    [Test]
    public void Is_scheduled_released_and_paid()
    {
        var invoice = Matched();

        Assert.That(invoice.Schedule(Paying, Clerk, Now).Error, Is.Null);
        Assert.That(
            (invoice.Status, invoice.Recorded[^1].Event),
            Is.EqualTo((InvoiceStatus.ScheduledForPayment, new InvoicePaymentScheduled(Clerk, Now) { PaymentId = $"{Paying}" }))
        );
        Assert.That(invoice.Release(Paying, Clerk, Now).Error, Is.Null);
        Assert.That(
            (invoice.Status, invoice.Recorded[^1].Event),
            Is.EqualTo((InvoiceStatus.Matched, new InvoiceReleased(Clerk, Now) { PaymentId = $"{Paying}" }))
        );
        invoice.Schedule(Paying, Clerk, Now);
        Assert.That(invoice.Pay(Paying, Clerk, Now).Error, Is.Null);
        Assert.That(
            (invoice.Status, invoice.Recorded[^1].Event),
            Is.EqualTo((InvoiceStatus.Paid, new InvoicePaid(Clerk, Now) { PaymentId = $"{Paying}" }))
        );
        var settled = Matched();
        Assert.That(settled.Pay(null, Clerk, Now).Error, Is.Null);
        Assert.That(settled.Recorded[^1].Event, Is.EqualTo(new InvoicePaid(Clerk, Now) { PaymentId = null }));
    }

    [Test]
    public void Credits_take_off_what_they_say_and_never_more_than_is_left()
    {
        var invoice = Register(Draft() with { Amounts = new AmountsDraft(1000, [new("S", 19, 1000, 190)], 1190) });
        var note = new CreditNoteId(Guid.Parse("01900000-0000-7000-8000-000000000008"));
        Error? Credit(long net, long gross, bool namesLines = false) =>
            invoice.Credit(note, new Amounts(net, [], gross), namesLines, Clerk, Now).Error;

        Assert.That(Credit(1001, 1190), Is.EqualTo(InvoiceErrors.CreditedTooMuch), "net");
        Assert.That(Credit(1000, 1191), Is.EqualTo(InvoiceErrors.CreditedTooMuch), "gross");
        Assert.That(Credit(100, 119), Is.Null);
        Assert.That((invoice.CreditedNetMinor, invoice.CreditedGrossMinor, invoice.CreditedAtLargeMinor), Is.EqualTo((100, 119, 100)));
        Assert.That(
            invoice.Recorded[^1].Event,
            Is.EqualTo(
                new InvoiceCredited(Clerk, Now)
                {
                    CreditNoteId = $"{note}",
                    NetCents = 100,
                    GrossCents = 119,
                }
            )
        );
        Assert.That(Credit(200, 238, namesLines: true), Is.Null);
        Assert.That((invoice.CreditedNetMinor, invoice.CreditedGrossMinor, invoice.CreditedAtLargeMinor), Is.EqualTo((300, 357, 100)));
        Assert.That(invoice.PayableMinor, Is.EqualTo(833));
        Assert.That(Credit(701, 833), Is.EqualTo(InvoiceErrors.CreditedTooMuch));
        Assert.That(Credit(700, 834), Is.EqualTo(InvoiceErrors.CreditedTooMuch));
        Assert.That(invoice.Version, Is.EqualTo(3));
        Assert.That(Credit(700, 833), Is.Null);
        Assert.That((invoice.PayableMinor, invoice.CreditedAtLargeMinor), Is.EqualTo((0, 800)));
        Assert.That(Credit(1, 1), Is.EqualTo(InvoiceErrors.CreditedTooMuch));
    }

    [Test]
    public void A_credit_is_expected_less_what_was_credited_at_large()
    {
        var invoice = Matched();
        invoice.Credit(default, new Amounts(300, [], 300), false, Clerk, Now);
        invoice.Credit(default, new Amounts(50, [], 50), true, Clerk, Now);
        var version = invoice.Version;

        Assert.That(invoice.ExpectCredit(300, Clerk, Now).Error, Is.Null);
        Assert.That((invoice.ExpectedCreditMinor, invoice.Version), Is.EqualTo((0, version)), "nothing has changed");
        Assert.That(invoice.ExpectCredit(299, Clerk, Now).Error, Is.Null);
        Assert.That((invoice.ExpectedCreditMinor, invoice.Version), Is.EqualTo((0, version)), "never below zero");
        Assert.That(invoice.ExpectCredit(301, Clerk, Now).Error, Is.Null);
        Assert.That((invoice.ExpectedCreditMinor, invoice.Version), Is.EqualTo((1, version + 1)));
        Assert.That(invoice.Recorded[^1].Event, Is.EqualTo(new CreditExpected(Clerk, Now) { ExpectedCents = 1 }));
        invoice.ExpectCredit(301, Clerk, Now);
        Assert.That(invoice.Version, Is.EqualTo(version + 1));
        invoice.ExpectCredit(0, Clerk, Now);
        Assert.That((invoice.ExpectedCreditMinor, invoice.Version), Is.EqualTo((0, version + 2)));
    }
}
