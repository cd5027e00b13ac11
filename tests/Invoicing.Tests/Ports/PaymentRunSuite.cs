namespace Invoicing.Tests.Ports;

using Procurement.BuildingBlocks;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>How payment runs are kept and found.</summary>
internal sealed class PaymentRunSuite(Kept kept) : InvoicingPorts(kept)
{
    private static int lastDay;

    private IPaymentRunQueries Queries => The<IPaymentRunQueries>();

    [Test]
    public Task Keeps_one_of_a_supplier_that_is_handed_out_as_a_file()
    {
        var supplier = NewSupplier();
        Payment[] payments = [Paying(supplier, currency: "JPY"), Paying(supplier, currency: "KWD"), Paying(supplier)];
        return Keeps(
            PaymentRuns,
            () => Run(PaymentChannel.file, payments, supplier),
            IsKept,
            run => Done(run.HandOut(payments[1..], "<?xml version=\"1.0\"?>\n<Größe>\t€ 漢字</Größe>\n", Clerk, Later))
        );
    }

    [Test]
    public Task Keeps_one_of_a_day_for_the_bank() => Keeps(PaymentRuns, () => Run(dailyOf: NextDay()), IsKept);

    [Test]
    public async Task A_day_has_one_daily_run()
    {
        var (day, other) = (NextDay(), NextDay());
        Assert.That(await Queries.HasDaily(day, default), Is.False);
        await using var first = PaymentRuns.Begin();
        await using var second = PaymentRuns.Begin();
        foreach (var unit in new[] { first, second })
            await unit.Save(Run(dailyOf: day));

        Assert.That((await first.Commit()).Error, Is.Null);
        Assert.That((await second.Commit()).Error, Is.EqualTo(Error.Stale));

        Assert.That(await Queries.HasDaily(day, default), Is.True);
        Assert.That(await Queries.HasDaily(other, default), Is.False);
        Assert.That(await Refusal(PaymentRuns, Run(dailyOf: day)), Is.EqualTo(Error.Stale));
        Assert.That(await Refusal(PaymentRuns, Run(dailyOf: other)), Is.Null);
        foreach (var asked in new[] { Run(), Run() })
            Assert.That(await Refusal(PaymentRuns, asked), Is.Null, "somebody may ask for as many as they like");
        Assert.That(await Queries.HasDaily(Today, default), Is.False);
    }

    [Test]
    public async Task An_identifier_names_one()
    {
        var run = await PaymentRuns.Committed(Run());

        Assert.That(await Refusal(PaymentRuns, Run(PaymentChannel.file, id: run.Id.Value)), Is.EqualTo(Error.Stale));
        await IsKept(run);
    }

    [Test]
    public async Task Of_two_that_hand_one_out_at_once_one_wins()
    {
        var id = (await PaymentRuns.Committed(Run(PaymentChannel.file))).Id;

        var outcome = await AtOnce(
            PaymentRuns,
            id,
            one => Done(one.HandOut([], "<one/>", Clerk, Later)),
            other => Done(other.HandOut([], "<other/>", Clerk, Later))
        );

        Assert.That(outcome, Is.EqualTo(((Error?)null, Error.Stale)));
        Assert.That((await PaymentRuns.Find(id))!.Message, Is.EqualTo("<one/>"));
    }

    [Test]
    public async Task Knows_nothing_of_what_is_not_there()
    {
        var absent = NewRun();

        Assert.That(await PaymentRuns.Find(absent), Is.Null);
        Assert.That(await Queries.Find(absent, default), Is.Null);
        Assert.That(await Queries.History(absent, new HistoryRange(0, 10), default), Is.Null);
        Assert.That(await Queries.HistoryItem(absent, 1, default), Is.Null);
    }

    [Test]
    public async Task Tells_what_happened_to_one()
    {
        Payment[] payments = [Paying(), Paying()];
        var run = Run(PaymentChannel.file, payments);
        Done(run.HandOut(payments[..1], "<file/>", Clerk, Later));
        await PaymentRuns.Committed(run);

        var history = (await Queries.History(run.Id, new HistoryRange(0, 1), default))!;
        var handedOut = (await Queries.HistoryItem(run.Id, 2, default))!;

        Assert.That(history.Next, Is.EqualTo(1));
        Assert.That(history.Items.Single().Details!.Value.GetProperty("cut_off").GetString(), Is.EqualTo("2026-01-31"));
        Assert.That((handedOut.Event, handedOut.From, handedOut.To), Is.EqualTo(("PaymentRunHandedOut", "Planned", "HandedOut")));
        Assert.That(
            handedOut.Details!.Value.GetProperty("taken_out").EnumerateArray().Select(taken => taken.GetString()),
            Is.EqualTo(new[] { payments[1].Identifier })
        );
    }

    [Test]
    public async Task Lists_page_by_page_newest_first_and_loses_and_doubles_none()
    {
        // Older than what other tests leave behind; some of one millisecond.
        var ago = Now.AddYears(-9);
        var stored = new List<PaymentRun>();
        for (var i = 0; i < 7; i++)
            stored.Add(
                await PaymentRuns.Committed(
                    Run(i % 2 == 0 ? PaymentChannel.bank : PaymentChannel.file, id: IdAt(ago.AddMilliseconds(i / 3)))
                )
            );
        var expected = stored.OrderByDescending(run => run.Id.Value).Select(run => Whole.Of(PaymentRunHeader.Of(run))).ToList();

        for (var limit = 1; limit <= 8; limit++)
        {
            var walked = await Walked(
                limit,
                after => Queries.List(new() { Limit = limit, After = after ?? IdAt(ago.AddDays(1)) }, default)
            );
            Assert.That(walked.Select(shown => Whole.Of(shown)), Is.EqualTo(expected));
        }
        var newest = await Queries.List(new() { Limit = 1 }, default);
        Assert.That(TypedId.Parse<PaymentRunId>(newest.Items.Single().Id).Value.Value, Is.GreaterThanOrEqualTo(stored[^1].Id.Value));
    }

    private static DateOnly NextDay() => Today.AddDays(Interlocked.Increment(ref lastDay));

    private async Task IsKept(PaymentRun run)
    {
        Assert.That(Whole.Of(await PaymentRuns.Find(run.Id)), Is.EqualTo(Whole.Of(run)));
        Assert.That(Whole.Of(await Queries.Find(run.Id, default)), Is.EqualTo(Whole.Of(PaymentRunView.Of(run))));
        var listed = (await Queries.List(new() { Limit = 100 }, default)).Items.Single(each => each.Id == run.Identifier);
        Assert.That(Whole.Of(listed), Is.EqualTo(Whole.Of(PaymentRunHeader.Of(run))));
    }
}
