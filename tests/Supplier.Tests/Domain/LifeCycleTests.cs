namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using TestKit;
using static Suppliers;

internal sealed class LifeCycleTests
{
    /// <summary>Each with what it needs besides the state, so that the state alone can stand against it.</summary>
    private static Dictionary<string, Func<Supplier, Result>> Commands =>
        new()
        {
            ["approve"] = supplier => supplier.Approve(Risk(), DocumentPolicy.None, Actor.Of("dave"), Now),
            ["suspend"] = supplier => supplier.Suspend(Why("late"), Actor.Of("dave"), Now),
            ["reinstate"] = supplier => supplier.Reinstate(Actor.Of("dave"), Now),
            ["blacklist"] = supplier => supplier.Blacklist(Why("fraud"), Actor.Of("dave"), Now),
            ["edit"] = supplier => supplier.Edit(FullProfile(), Actor.Of("dave"), Now),
            ["file a document of"] = supplier => supplier.File("insurance", "Policy 1", Today, Actor.Of("dave"), Now),
            ["put on hold"] = Hold,
            ["release"] = supplier => After(supplier, Hold).Release(Actor.Of("dave"), Now),
            ["propose a bank account of"] = Propose,
            ["confirm the bank account of"] = supplier => Confirm(After(supplier, Propose)),
            ["verify the bank account of"] = supplier => After(supplier, Propose, Confirm).VerifyBankAccount(Actor.System("clock"), Now),
        };

    private static Dictionary<SupplierStatus, Func<Supplier>> States =>
        new()
        {
            [SupplierStatus.Pending] = () => Pending(),
            [SupplierStatus.Approved] = Approved,
            [SupplierStatus.Suspended] = Suspended,
            [SupplierStatus.Blacklisted] = () => Blacklisted(),
        };

    [Test]
    public void Is_drawn_as_it_is() => Assert.That(LifeCycleDiagram.Read(), Does.Contain(LifeCycleDiagram.Of(Supplier.LifeCycle)));

    /// <summary>Whatever a supplier is, a command that the table does not allow then is refused, and names itself and the state.</summary>
    [Test]
    public void Refuses_every_command_where_the_table_does_not_have_it()
    {
        Assert.That(Commands.Keys, Is.EquivalentTo(Supplier.LifeCycle.Select(row => row.Command)));
        Assert.That(States.Keys, Is.EquivalentTo(Enum.GetValues<SupplierStatus>()));

        foreach (var (state, make) in States)
        foreach (var row in Supplier.LifeCycle)
        {
            var supplier = make();
            var version = supplier.Version;
            var error = Commands[row.Command](supplier).Error;

            if (row.From.Contains(state))
            {
                Assert.That(error, Is.Null, $"{row.Command} {state}");
                Assert.That(row.To.Count == 0 ? [state] : row.To, Does.Contain(supplier.Status));
                Assert.That(supplier.Version, Is.GreaterThan(version));
            }
            else
            {
                Assert.That(
                    (error?.Code, error?.Detail),
                    Is.EqualTo(("ILLEGAL_TRANSITION", $"Cannot {row.Command} a supplier that is {state}."))
                );
                Assert.That((supplier.Status, supplier.Version), Is.EqualTo((state, version)));
            }
        }
    }

    private static Result Hold(Supplier supplier) => supplier.PutOnHold(HoldScope.All, Why("late"), Actor.Of("dave"), Now);

    private static Result Propose(Supplier supplier) => supplier.ProposeBankAccount(Account(), Actor.Of("petra"), Now);

    private static Result Confirm(Supplier supplier) => supplier.ConfirmBankAccount(TimeSpan.Zero, Actor.Of("otto"), Now);

    private static Supplier After(Supplier supplier, params Func<Supplier, Result>[] commands)
    {
        foreach (var command in commands)
            command(supplier);
        return supplier;
    }
}
