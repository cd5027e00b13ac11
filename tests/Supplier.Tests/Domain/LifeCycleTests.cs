namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using TestKit;

internal sealed class LifeCycleTests
{
    [Test]
    public void Is_drawn_as_it_is() => Assert.That(LifeCycleDiagram.Read(), Does.Contain(LifeCycleDiagram.Of(Supplier.LifeCycle)));
}
