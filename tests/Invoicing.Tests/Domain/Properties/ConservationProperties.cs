namespace Invoicing.Tests.Domain.Properties;

using FsCheck;
using FsCheck.Fluent;
using Procurement.Invoicing.Domain;

/// <summary>Nothing is billed that did not come, and nothing that came is lost, whatever happens to an order.</summary>
internal sealed class ConservationProperties
{
    private const int Sequences = 5_000;
    private const int Longest = 50;

    /// <summary>The same ones each time.</summary>
    private const ulong Seed = 178_719_743_151_327_869;
    private const ulong Gamma = 15_495_898_474_151_992_977;

    private static readonly Gen<(int Command, int A, int B)> Command =
        from command in Gen.Choose(0, BillingPlay.Commands - 1)
        from a in Gen.Choose(0, 5)
        from b in Gen.Choose(0, 11)
        select (command, a, b);

    private static readonly Arbitrary<List<(int Command, int A, int B)>> Any = Arb.From(
        from commands in Command.ListOf()
        select commands.Take(Longest).ToList(),
        tried => Enumerable.Range(0, tried.Count).Select(i => tried.Where((_, place) => place != i).ToList())
    );

    [Test]
    public void What_is_billed_and_what_is_open_are_what_came_and_was_kept()
    {
        var (accepted, refused, overbilled) = (0, 0, 0);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(Longest).WithReplay(Seed, Gamma),
            Prop.ForAll(
                Any,
                tried =>
                {
                    var play = new BillingPlay();
                    foreach (var (command, a, b) in tried)
                    {
                        var (before, shown) = (Open(play.Order), play.Show());
                        if (play.Next(command, a, b) is { } error)
                        {
                            refused++;
                            Must.Hold(error == InvoiceErrors.BilledTooMuch, $"{error.Code} is a refusal of billing");
                            Must.Hold(play.Show() == shown, $"{command} was refused and has changed nothing");
                        }
                        else
                        {
                            accepted++;
                            overbilled += play.Order.Lines.Any(line => line.Overbilled > 0) ? 1 : 0;
                            Look(play.Order, before, isReturn: command == 2);
                        }
                    }
                }
            )
        );
        TestContext.Out.WriteLine(
            $"{Sequences} sequences: {accepted} commands accepted, {refused} refused, {overbilled} of them with something to be credited"
        );
        Assert.That((refused, overbilled), Is.GreaterThan((1000, 1000)));
    }

    private static void Look(OrderCopy order, Dictionary<int, decimal> before, bool isReturn)
    {
        var credits = 0m;
        foreach (var line in order.Lines)
        {
            var open = line.Received - line.Returned - line.Billed;
            Must.Hold(line.Billed >= 0 && line.Returned <= line.Received, "no counter is below zero");
            Must.Hold(open >= 0 || line.Returned > 0, "only what went back is overbilled");
            Must.Hold(isReturn || open >= Math.Min(0, before[line.LineNumber]), "only a return makes it more");
            Must.Hold(line.Facts.Available == Math.Max(0, open) && line.Overbilled == Math.Max(0, -open), "both are told");
            Must.Hold(
                order.Billings.Where(billing => billing.LineNumber == line.LineNumber).Sum(billing => billing.Kept) == line.Billed,
                "what invoices bill is what is billed"
            );
            Must.Hold(Told(order, line.LineNumber) == (line.Received, line.Returned, line.Billed), "its past tells the counters");
            credits += line.Overbilled * BillingPlay.PieceOf(line.LineNumber);
        }
        Must.Hold(order.Billings.All(billing => billing is { Kept: >= 0, Credited: >= 0 }), "no more is credited than was billed");
        Must.Hold(order.Billings.Select(billing => billing.Place).Distinct().Count() == order.Billings.Count(), "each has its place");
        Must.Hold(order.ExpectedCredits().Values.Sum() is var sum && Math.Abs(sum - credits) <= 2, "all of it is to be credited, once");
    }

    private static (decimal Received, decimal Returned, decimal Billed) Told(OrderCopy order, int lineNumber)
    {
        var (received, returned, billed) = (0m, 0m, 0m);
        foreach (var happened in order.Recorded.Select(each => each.Event))
        {
            received += Sum(happened is GoodsCounted counted ? counted.Lines : []);
            returned += Sum(happened is GoodsTakenBack back ? back.Lines : []);
            billed += Sum(happened is OrderBilled bill ? bill.Lines : []);
            billed -= Sum(happened is BillingGivenBack given ? given.Lines : []);
            billed -= Sum(happened is OrderCredited credited ? credited.Lines : []);
        }
        return (received, returned, billed);

        decimal Sum(IReadOnlyList<Counted> lines) => lines.Where(each => each.LineNumber == lineNumber).Sum(each => each.Quantity);
    }

    private static Dictionary<int, decimal> Open(OrderCopy order) =>
        order.Lines.ToDictionary(line => line.LineNumber, line => line.Received - line.Returned - line.Billed);
}
