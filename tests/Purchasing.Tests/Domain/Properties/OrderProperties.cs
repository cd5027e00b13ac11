namespace Purchasing.Tests.Domain.Properties;

using System.Reflection;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>Whatever is done to an order, in whatever order.</summary>
internal sealed class OrderProperties
{
    private const int Sequences = 5_000;
    private const int Longest = 60;

    /// <summary>The same ones each time. Others were tried by the hundred thousand, with this line left out.</summary>
    private const ulong Seed = 178_719_743_151_327_869;
    private const ulong Gamma = 15_495_898_474_151_992_977;

    private static readonly HashSet<string> Documented =
    [
        Procurement.BuildingBlocks.LifeCycle.IllegalTransition,
        FieldErrors.Refusal.Code,
        PurchaseOrderErrors.InsufficientAuthority(ApprovalLevel.L3).Code,
        .. new[] { typeof(PurchaseOrderErrors), typeof(GoodsReceiptErrors) }
            .SelectMany(errors => errors.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Select(field => ((Error)field.GetValue(null)!).Code),
    ];

    /// <summary>Most sequences begin on the way that most orders go, so that they come far.</summary>
    private static readonly (int, int, int)[] Usual = [(1, 0, 0), (2, 4, 2), (4, 1, 0), (5, 0, 0)];

    private static readonly Gen<(int Command, int A, int B)> Command =
        from command in Gen.Choose(0, Play.Commands - 1)
        from a in Gen.Choose(0, 5)
        from b in Gen.Choose(0, 12)
        select (command, a, b);

    private static readonly Arbitrary<(int OverReceipt, List<(int Command, int A, int B)> Commands)> Any = Arb.From(
        from over in Gen.Elements(0, 0, 1_000)
        from usual in Gen.Choose(0, Usual.Length)
        from rest in Command.ListOf()
        select (over, Usual.Take(usual).Concat(rest.Take(Longest)).ToList()),
        tried => Enumerable.Range(0, tried.Item2.Count).Select(i => (tried.over, tried.Item2.Where((_, place) => place != i).ToList()))
    );

    [Test]
    public void An_order_keeps_its_word_whatever_is_done_to_it()
    {
        var (accepted, refused) = (0, 0);
        var reached = new HashSet<PurchaseOrderStatus>();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(Longest).WithReplay(Seed, Gamma),
            Prop.ForAll(
                Any,
                tried =>
                {
                    var play = new Play(tried.OverReceipt);
                    foreach (var (command, a, b) in tried.Commands)
                    {
                        var (before, status) = (play.Show(), play.Order.Status);
                        if (play.Next(command, a, b) is { } error)
                        {
                            refused++;
                            Must(Documented.Contains(error.Code), $"{error.Code} is documented");
                            Must(play.Show() == before, $"{command} was refused ({error.Code}) and has changed nothing");
                        }
                        else
                        {
                            accepted++;
                            Look(play, status);
                        }
                        reached.Add(play.Order.Status);
                    }
                }
            )
        );
        TestContext.Out.WriteLine(
            $"{Sequences} sequences: {accepted} commands accepted, {refused} refused, {reached.Count} states reached"
        );
        // An order is paid for a moment only.
        Assert.That(reached, Is.EquivalentTo(Enum.GetValues<PurchaseOrderStatus>().Except([PurchaseOrderStatus.Paid])));
    }

    private static void Look(Play play, PurchaseOrderStatus before)
    {
        var order = play.Order;
        foreach (var line in order.LineItems)
        {
            Must(line is { Received: >= 0, Returned: >= 0, Billed: >= 0, Cancelled: >= 0, Open: >= 0 }, "no counter is below zero");
            Must(line.Returned <= line.Received, "no more went back than came");
            Must(line.Billed <= line.Received, "no more was billed than came");
            Must(line.Cancelled <= line.Ordered, "no more was cancelled than ordered");
            Must(line.Kept <= play.Tolerated.MostOf(line.Ordered - line.Cancelled), "no more came than was ordered");
            Must(line.Received == Verified(play, line.LineNumber), "what came is what was verified");
        }
        Must(
            order.Recorded.Select(each => each.Version).SequenceEqual(Enumerable.Range(1, (int)order.Version).Select(each => (long)each)),
            "no entry of the history is missing"
        );
        Must(before is not (PurchaseOrderStatus.Closed or PurchaseOrderStatus.Cancelled) || order.Status == before, "the end is the end");
        Must(Follows(order), $"{order.Status} follows from the counters");
        Must(
            JsonSerializer.Serialize(PurchaseOrderView.Of(PurchaseOrder.Retold(order.Id, order.Recorded))) == play.Show(),
            "its past tells it as it is"
        );
        foreach (var (recorded, place) in order.Recorded.Select((each, place) => (each, place)))
            Must(recorded.Event is not PurchaseOrderIssued issued || IsApproved(order, issued, place), "what went out was approved");
    }

    private static decimal Verified(Play play, int lineNumber) =>
        play
            .Receipts.Where(each => each.Status == GoodsReceiptStatus.Verified)
            .SelectMany(each => each.Goods)
            .Where(each => each.LineNumber == lineNumber)
            .Sum(each => each.Quantity);

    /// <summary>Not an assertion, which would be counted as failed although a smaller case is still looked for.</summary>
    private static void Must(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It does not hold that {what}.");
    }

    /// <summary>Whether the state is the function of the counters that it has to be, said once more and otherwise.</summary>
    private static bool Follows(PurchaseOrder order)
    {
        var lines = order.LineItems.ToList();
        var somethingCame = lines.Exists(line => line.Received > 0);
        var allCame = lines.TrueForAll(line => line.Received - line.Returned >= line.Ordered - line.Cancelled);
        var allBilled = lines.Exists(line => line.Billed > 0) && lines.TrueForAll(line => line.Billed >= line.Received - line.Returned);
        return order.Status switch
        {
            PurchaseOrderStatus.Draft
            or PurchaseOrderStatus.AwaitingApproval
            or PurchaseOrderStatus.Approved
            or PurchaseOrderStatus.Issued
            or PurchaseOrderStatus.Acknowledged => !somethingCame,
            PurchaseOrderStatus.PartiallyReceived => somethingCame && !allCame,
            PurchaseOrderStatus.Received => somethingCame && allCame && !allBilled,
            PurchaseOrderStatus.Invoiced => somethingCame && allBilled,
            _ => true,
        };
    }

    private static bool IsApproved(PurchaseOrder order, PurchaseOrderIssued issued, int place)
    {
        var digest = order
            .Recorded.Take(place)
            .Select(each => each.Event)
            .Select(each => each is PurchaseOrderApproved one ? one.Digest : (each as AmendmentApproved)?.Digest)
            .Last(each => each is not null);
        return digest == issued.ToContent().Digest(order.SupplierId);
    }
}
