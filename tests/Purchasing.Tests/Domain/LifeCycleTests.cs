namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using TestKit;
using static Orders;

internal sealed class LifeCycleTests
{
    private static readonly Actor Bob = Actor.Of("bob");

    private static readonly IReadOnlyDictionary<string, Func<PurchaseOrder, Result>> Commands = new Dictionary<
        string,
        Func<PurchaseOrder, Result>
    >
    {
        ["change the lines of"] = order => order.ChangeLines(Lines(Line()), Bob, Now),
        ["submit"] = order => order.Submit(Route(order), Bob, Now),
        ["approve"] = order => order.Approve(Approver(), SupplierEligibility.Eligible, Now),
        ["reject"] = order => order.Reject(Approver(), Why("Too dear."), Now),
        ["issue"] = order => order.Issue(Limits, SupplierEligibility.Eligible, Bob, Now),
        ["acknowledge"] = order => order.Acknowledge(null, Bob, Now),
        ["amend"] = order => order.Amend(order.Lines, order.Terms, Why("Dearer."), Route(order), Bob, Now),
        ["receive goods for"] = order => order.Receive("grn_2", [new Counted(1, 1)], Exact, Bob, Now),
        ["return goods of"] = order => order.TakeBack("grn_1", [new Counted(1, 1)], Bob, Now),
        ["close short"] = order => order.CloseShort(2, Why("Not any more."), Bob, Now),
        ["cancel"] = order => order.Cancel(new Canceller(Bob, IsBuyer: true, IsFinance: true), Why("Not any more."), Now),
        ["dispute"] = order => order.RaiseDispute(Why("Wrong goods."), Bob, Now),
        ["resolve the dispute of"] = order => order.ResolveDispute(DisputeOutcome.approve, Why("An error."), Bob, Now),
        ["bill"] = order => order.Bill("inv_2", 1250, [], Invoicing, Now),
        ["dispute an invoice of"] = order => order.DisputeInvoice("inv_1", "PRI", Invoicing, Now),
        ["withdraw an invoice of"] = order => order.WithdrawInvoice("inv_1", Invoicing, Now),
        ["note a payment for"] = order => order.Pay("pay_2", "inv_2", 1, Invoicing, Now),
        ["comment on"] = order => order.Comment("Soon.", Bob, Now),
    };

    private static readonly IReadOnlyDictionary<PurchaseOrderStatus, Func<PurchaseOrder>> States = new Dictionary<
        PurchaseOrderStatus,
        Func<PurchaseOrder>
    >
    {
        [PurchaseOrderStatus.Draft] = () => Draft(Two()),
        [PurchaseOrderStatus.AwaitingApproval] = () => Submit(Draft(Two())),
        [PurchaseOrderStatus.Approved] = () => Approved(Draft(Two())),
        [PurchaseOrderStatus.Issued] = () => Issued(Draft(Two())),
        [PurchaseOrderStatus.Acknowledged] = () => Acknowledged(Draft(Two())),
        [PurchaseOrderStatus.PartiallyReceived] = () => PartlyReceived(Two()),
        [PurchaseOrderStatus.Received] = () => Received(),
        [PurchaseOrderStatus.Invoiced] = Invoiced,
        [PurchaseOrderStatus.Closed] = Closed,
        [PurchaseOrderStatus.Cancelled] = Rejected,
        [PurchaseOrderStatus.Disputed] = () => Disputed(),
    };

    [Test]
    public void Is_drawn_as_it_is() => Assert.That(LifeCycleDiagram.Read(), Does.Contain(LifeCycleDiagram.Of(PurchaseOrder.LifeCycle)));

    [Test]
    public void That_of_goods_is_drawn_as_it_is() =>
        Assert.That(LifeCycleDiagram.Read(), Does.Contain(LifeCycleDiagram.Of(GoodsReceipt.LifeCycle)));

    private static LineItems Two() => Lines(Line(1250, 5), Line(100, 1));

    private static PurchaseOrder PartlyReceived(LineItems lines)
    {
        var order = Acknowledged(Draft(lines));
        return Done(order, order.Receive("grn_1", [new Counted(1, 2)], Exact, Bob, Now));
    }

    /// <summary>Whatever an order is, a command that the table does not allow then is refused, and names itself and the state.</summary>
    [Test]
    public void Refuses_every_command_where_the_table_does_not_have_it()
    {
        // An order is paid and closed at once; reminders and amendments have tests of their own, because what waits is not a state.
        string[] apart =
        [
            "approve the amendment of",
            "reject the amendment of",
            "remind the approvers of",
            "escalate the approval of",
            "pay",
            "close",
        ];
        Assert.That(Commands.Keys, Is.EquivalentTo(PurchaseOrder.LifeCycle.Select(row => row.Command).Except(apart)));
        Assert.That(States.Keys, Is.EquivalentTo(Enum.GetValues<PurchaseOrderStatus>().Except([PurchaseOrderStatus.Paid])));

        foreach (var (state, make) in States)
        foreach (var (command, execute) in Commands)
        {
            var order = make();
            Assert.That(order.Status, Is.EqualTo(state));
            var error = execute(order).Error;
            var row = PurchaseOrder.LifeCycle.FirstOrDefault(each => each.Command == command && each.From.Contains(state));

            if (row is not null)
            {
                Assert.That(error, Is.Null, $"{command} {state}");
                Assert.That(row.To.Count == 0 ? [state] : row.To, Does.Contain(order.Status));
            }
            else
                Assert.That(
                    (error?.Code, error?.Detail),
                    Is.EqualTo(("ILLEGAL_TRANSITION", $"Cannot {command} an order that is {state}.")),
                    $"{command} {state}"
                );
        }
    }
}
