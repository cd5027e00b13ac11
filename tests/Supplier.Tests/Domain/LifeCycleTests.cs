namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using TestKit;
using static Suppliers;

internal sealed class LifeCycleTests
{
    [Test]
    public void Is_drawn_as_it_is() => Assert.That(LifeCycleDiagram.Read(), Does.Contain(LifeCycleDiagram.Of(Supplier.LifeCycle)));

    /// <summary>Whatever a supplier is, a command that the table does not allow then is refused, and names itself and the state.</summary>
    [Test]
    public void Refuses_every_command_where_the_table_does_not_have_it()
    {
        var commands = new Dictionary<string, Func<Supplier, Result>>
        {
            ["approve"] = supplier => supplier.Approve(Risk(), Actor.Of("dave"), Now),
            ["suspend"] = supplier => supplier.Suspend(Why("late"), Actor.Of("dave"), Now),
            ["reinstate"] = supplier => supplier.Reinstate(Actor.Of("dave"), Now),
            ["blacklist"] = supplier => supplier.Blacklist(Why("fraud"), Actor.Of("dave"), Now),
        };
        var states = new Dictionary<SupplierStatus, Func<Supplier>>
        {
            [SupplierStatus.Pending] = () => Pending(),
            [SupplierStatus.Approved] = Approved,
            [SupplierStatus.Suspended] = Suspended,
            [SupplierStatus.Blacklisted] = () => Blacklisted(),
        };
        Assert.That(commands.Keys, Is.EquivalentTo(Supplier.LifeCycle.Select(row => row.Command)));
        Assert.That(states.Keys, Is.EquivalentTo(Enum.GetValues<SupplierStatus>()));

        foreach (var (state, make) in states)
        foreach (var row in Supplier.LifeCycle)
        {
            var supplier = make();
            var error = commands[row.Command](supplier).Error;

            if (row.From.Contains(state))
            {
                Assert.That(error, Is.Null, $"{row.Command} {state}");
                Assert.That(row.To, Does.Contain(supplier.Status));
            }
            else
                Assert.That(
                    (error?.Code, error?.Detail),
                    Is.EqualTo(("ILLEGAL_TRANSITION", $"Cannot {row.Command} a supplier that is {state}."))
                );
        }
    }
}
