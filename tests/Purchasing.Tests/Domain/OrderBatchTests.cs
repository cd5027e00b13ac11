namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

internal sealed class OrderBatchTests
{
    [TestCase(0, "must have at least one order")]
    [TestCase(1, null)]
    [TestCase(500, null)]
    [TestCase(501, "must be at most 500 orders")]
    public void Has_one_to_five_hundred_orders(int count, string? fault)
    {
        var errors = new FieldErrors();

        var read = OrderBatch.Read([.. Enumerable.Repeat(Order(1), count)], errors);

        Assert.That(errors.Error?.Fields.GetValueOrDefault("orders"), Is.EqualTo(fault));
        Assert.That(read, Has.Count.EqualTo(fault is null ? count : 0));
    }

    [Test]
    public void Is_refused_when_it_is_left_out()
    {
        var errors = new FieldErrors();

        Assert.That(OrderBatch.Read(null, errors), Is.Empty);
        Assert.That(errors.Error?.Fields["orders"], Is.EqualTo("must have at least one order"));
    }

    [Test]
    public void Tells_which_of_them_is_none()
    {
        var errors = new FieldErrors();

        var read = OrderBatch.Read([Order(1), null], errors);

        Assert.That(errors.Error?.Fields.Keys, Is.EqualTo(new[] { "orders[1]" }));
        Assert.That(read, Has.Count.EqualTo(1));
    }

    [TestCase(2_500, true)]
    [TestCase(2_501, false)]
    public void Has_as_many_lines_together_as_one_order_may(int lines, bool accepted)
    {
        var errors = new FieldErrors();

        OrderBatch.Read([Order(2_500), Order(lines), Order(null)], errors);

        Assert.That(errors.Error?.Fields.Keys, accepted ? Is.Null : Is.EqualTo(new[] { "orders" }));
        Assert.That(errors.Error?.Fields["orders"], accepted ? Is.Null : Is.EqualTo("must have at most 5000 lines together"));
    }

    private static OrderDraft Order(int? lines) =>
        new(null, null, null, new OrderTermsDraft(null, null, null), lines is { } count ? [.. Enumerable.Repeat(Line(), count)] : null);
}
