namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using TestKit;
using static Orders;

internal sealed class LifeCycleTests
{
    [Test]
    public void Is_drawn_as_it_is() => Assert.That(LifeCycleDiagram.Read(), Does.Contain(LifeCycleDiagram.Of(PurchaseOrder.LifeCycle)));

    /// <summary>Whatever an order is, a command that the table does not allow then is refused, and names itself and the state.</summary>
    [Test]
    public void Refuses_every_command_where_the_table_does_not_have_it()
    {
        var commands = new Dictionary<string, Func<PurchaseOrder, Result>>
        {
            ["change the lines of"] = order => order.ChangeLines(Lines(Line()), Actor.Of("bob"), Now),
            ["submit"] = order => order.Submit(Limits, Actor.Of("bob"), Now),
            ["approve"] = order => order.Approve(Approver(), SupplierEligibility.Eligible, Now),
            ["reject"] = order => order.Reject(Approver(), Why("Too dear."), Now),
            ["issue"] = order => order.Issue(SupplierEligibility.Eligible, Actor.Of("bob"), Now),
            ["dispute"] = order => order.RaiseDispute(Why("Wrong goods."), Actor.Of("bob"), Now),
        };
        var states = new Dictionary<PurchaseOrderStatus, Func<PurchaseOrder>>
        {
            [PurchaseOrderStatus.Draft] = () => Draft(),
            [PurchaseOrderStatus.AwaitingApproval] = () => Submitted(),
            [PurchaseOrderStatus.Approved] = Approved,
            [PurchaseOrderStatus.Issued] = Issued,
            [PurchaseOrderStatus.Cancelled] = Rejected,
            [PurchaseOrderStatus.Disputed] = () => Disputed(),
        };
        Assert.That(commands.Keys, Is.EquivalentTo(PurchaseOrder.LifeCycle.Select(row => row.Command)));
        Assert.That(states.Keys, Is.EquivalentTo(Enum.GetValues<PurchaseOrderStatus>()));

        foreach (var (state, make) in states)
        foreach (var row in PurchaseOrder.LifeCycle)
        {
            var order = make();
            var error = commands[row.Command](order).Error;

            if (row.From.Contains(state))
            {
                Assert.That(error, Is.Null, $"{row.Command} {state}");
                Assert.That(row.To, Does.Contain(order.Status));
            }
            else
                Assert.That(
                    (error?.Code, error?.Detail),
                    Is.EqualTo(("ILLEGAL_TRANSITION", $"Cannot {row.Command} an order that is {state}."))
                );
        }
    }
}
