namespace Invoicing.Tests.Ports;

using Procurement.BuildingBlocks;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>Which invoices a list has, and in which order; the export walks through the same pages.</summary>
internal sealed class InvoiceQuerySuite(Kept kept) : InvoicingPorts(kept)
{
    private IInvoiceQueries Queries => The<IInvoiceQueries>();

    [Test]
    public async Task Filters_by_state_order_number_and_currency()
    {
        var (supplier, order, plain, matched, yen, gone) = await Several();

        await Finds(any => any, gone, yen, matched, plain);
        await Finds(any => any with { Status = InvoiceStatus.Registered }, gone, plain);
        await Finds(any => any with { Status = InvoiceStatus.Matched }, matched);
        await Finds(any => any with { Status = InvoiceStatus.Disputed }, yen);
        await Finds(any => any with { Status = InvoiceStatus.Paid });
        await Finds(any => any with { IsVoid = true }, gone);
        await Finds(any => any with { IsVoid = false }, yen, matched, plain);
        await Finds(any => any with { OrderId = order.Id }, matched);
        await Finds(any => any with { OrderId = order.Id, SupplierId = null }, matched);
        await Finds(any => any with { OrderId = NewOrderId() });
        await Finds(any => any with { NumberKey = InvoiceNumber.Parse("f 001").Value.Key }, plain);
        await Finds(any => any with { NumberKey = "F" });
        await Finds(any => any with { Currency = Currency.Parse("JPY").Value }, yen);
        await Finds(any => any with { Currency = Currency.Parse("USD").Value });
        await Finds(any => any with { Status = InvoiceStatus.Registered, NumberKey = "F1", Currency = Currency.Parse("JPY").Value });

        Task Finds(Func<InvoiceFilter, InvoiceFilter> narrow, params Invoice[] expected) => Lists(supplier, narrow, expected);
    }

    [Test]
    public async Task Filters_by_days_amounts_and_moments_from_one_to_another()
    {
        var (supplier, _, plain, matched, yen, gone) = await Several();

        await Finds(any => any with { DueFrom = Today.AddDays(1), DueTo = Today.AddDays(2) }, yen, matched);
        await Finds(any => any with { DueFrom = Today.AddDays(3) }, gone);
        await Finds(any => any with { DueTo = Today }, plain);
        await Finds(any => any with { DueFrom = DateOnly.MinValue, DueTo = DateOnly.MaxValue }, gone, yen, matched, plain);
        await Finds(any => any with { MinGrossMinor = 5500 }, gone, yen);
        await Finds(any => any with { MaxGrossMinor = 5499 }, matched, plain);
        await Finds(any => any with { MinGrossMinor = 1000, MaxGrossMinor = 5500 }, yen, matched, plain);
        await Finds(any => any with { MinGrossMinor = 0, MaxGrossMinor = long.MaxValue, IsVoid = true }, gone);
        await Finds(any => any with { CreatedFrom = Now.AddSeconds(1), CreatedTo = Now.AddSeconds(3) }, yen, matched);
        await Finds(any => any with { CreatedFrom = Now.AddSeconds(3) }, gone);
        await Finds(any => any with { CreatedTo = Now.AddSeconds(1) }, plain);
        await Finds(any => any with { After = yen.Id.Value, MinGrossMinor = 1000, IsVoid = false }, matched, plain);

        Task Finds(Func<InvoiceFilter, InvoiceFilter> narrow, params Invoice[] expected) => Lists(supplier, narrow, expected);
    }

    /// <summary>Identifier and time of registration are two readings of the clock, and an identifier knows milliseconds only.</summary>
    [TestCase(0)]
    [TestCase(-8_000)]
    [TestCase(8_000)]
    public async Task Filters_by_the_time_of_registration_and_not_by_that_of_the_identifier(int idOffMilliseconds)
    {
        var (supplier, created) = (NewSupplier(), Later.AddDays(1));
        await Invoices.Committed(Invoiced(PlainDraft(supplier), id: IdAt(created.AddMilliseconds(idOffMilliseconds)), at: created));

        Assert.That(await Count(created, null), Is.EqualTo(1));
        Assert.That(await Count(created.AddTicks(10), null), Is.Zero);
        Assert.That(await Count(null, created), Is.Zero);
        Assert.That(await Count(null, created.AddTicks(10)), Is.EqualTo(1));
        Assert.That(await Count(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), Is.EqualTo(1));

        async Task<int> Count(DateTimeOffset? from, DateTimeOffset? to) => (
                await Queries.List(
                    new()
                    {
                        Limit = 5,
                        SupplierId = supplier,
                        CreatedFrom = from,
                        CreatedTo = to,
                    },
                    default
                )
            ).Items.Count;
    }

    /// <summary>Invoices of one millisecond are told apart by the rest of their identifiers.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(8)]
    [TestCase(9)]
    [TestCase(10)]
    public async Task Walks_through_all_pages_and_loses_and_doubles_none(int limit)
    {
        var supplier = NewSupplier();
        var stored = new List<Invoice>();
        for (var i = 0; i < 9; i++)
            stored.Add(await Invoices.Committed(Invoiced(PlainDraft(supplier), id: IdAt(Now.AddMilliseconds(i / 4)))));

        var walked = await Walked(
            limit,
            after =>
                Queries.List(
                    new()
                    {
                        Limit = limit,
                        SupplierId = supplier,
                        After = after,
                        IsVoid = false,
                    },
                    default
                )
        );

        Assert.That(
            walked.Select(shown => shown.Id),
            Is.EqualTo(stored.OrderByDescending(invoice => invoice.Id.Value).Select(invoice => invoice.Identifier))
        );
    }

    [Test]
    public async Task A_walk_meets_what_was_there_once_while_others_come_and_change()
    {
        var supplier = NewSupplier();
        var before = new List<Invoice>();
        for (var i = 0; i < 9; i++)
            before.Add(await Stored(i % 3, PlainDraft(supplier), Today));

        var turn = 0;
        var walked = await Walked(
            2,
            async after =>
            {
                var page = await Queries.List(
                    new()
                    {
                        Limit = 2,
                        SupplierId = supplier,
                        After = after,
                    },
                    default
                );
                await Stored(turn, PlainDraft(supplier), Today);
                await Invoices.Change(before[turn++].Id, Void);
                return page;
            }
        );

        Assert.That(walked.Select(shown => shown.Id), Is.Unique);
        Assert.That(before.Select(invoice => invoice.Identifier), Is.SubsetOf(walked.Select(shown => shown.Id)));
    }

    private static void Void(Invoice invoice) => Done(invoice.Void(Why(), Clerk, Later));

    private async Task<(SupplierId Supplier, OrderCopy Order, Invoice Plain, Invoice Matched, Invoice Yen, Invoice Gone)> Several()
    {
        var supplier = NewSupplier();
        var order = Order(supplier).Received((1, 10));
        var plain = await Stored(0, PlainDraft(supplier, net: 1000, number: "F-1"), Today);
        var matched = await Stored(1, PlainDraft(supplier, order, 1000, "F-2"), Today.AddDays(1), invoice => invoice.Compare(order));
        var yen = await Stored(
            2,
            PlainDraft(supplier, net: 5000, number: "F-3") with
            {
                Currency = "JPY",
                Amounts = new(5000, [new("S", 10, 5000, 500)], 5500),
            },
            Today.AddDays(2),
            invoice => Done(invoice.DisputeFor(DisputeReason.OTH, "Odd.", Clerk, Later))
        );
        var gone = await Stored(3, PlainDraft(supplier, net: 7000, number: "F-1 bis"), Today.AddDays(3), Void);
        await Stored(4, PlainDraft(NewSupplier(), net: 1000, number: "F-1"), Today);
        return (supplier, order, plain, matched, yen, gone);
    }

    private async Task Lists(SupplierId supplier, Func<InvoiceFilter, InvoiceFilter> narrow, Invoice[] expected)
    {
        var filter = narrow(new() { Limit = 10, SupplierId = supplier });
        var page = await Queries.List(filter, default);
        Assert.That(page.Items.Select(shown => shown.Id), Is.EqualTo(expected.Select(invoice => invoice.Identifier)), $"{filter}");
        Assert.That(page.Next, Is.Null);
    }

    /// <summary>One that is registered so many seconds later than the first.</summary>
    private Task<Invoice> Stored(int seconds, InvoiceDraft draft, DateOnly due, Action<Invoice>? then = null)
    {
        var invoice = Invoiced(draft, Filed() with { DueDate = due }, at: Now.AddSeconds(seconds));
        then?.Invoke(invoice);
        return Invoices.Committed(invoice);
    }
}
