namespace Purchasing.Tests.Ports;

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Purchasing.Tests.Domain;
using TestKit.Ports;

/// <summary>Purchase orders for the shared suites.</summary>
internal sealed class OrderSubject : IPortSubject<PurchaseOrder, PurchaseOrderId>
{
    private static long lastNumber = Random.Shared.NextInt64(1_000_000_000, long.MaxValue / 2);

    /// <summary>The same with a number that no other order of this run has.</summary>
    public static PurchaseOrder Numbered(PurchaseOrder order)
    {
        typeof(PurchaseOrder).GetProperty(nameof(PurchaseOrder.Number))!.SetValue(order, Interlocked.Increment(ref lastNumber));
        return order;
    }

    public PurchaseOrder New(Guid? id = null) => Numbered(Orders.Draft(creator: "maker", id: id));

    public void Change(PurchaseOrder aggregate, string actor) =>
        Assert.That(aggregate.ChangeLines(Orders.Lines(Orders.Line(7), Orders.Line(8)), Actor.Of(actor), Orders.Now).Error, Is.Null);

    public void Tamper(PurchaseOrder aggregate) =>
        typeof(LineItem).GetProperty(nameof(LineItem.Sku))!.SetValue(aggregate.LineItems.First(), "TAMPERED");

    public string Show(PurchaseOrder aggregate) => JsonSerializer.Serialize(PurchaseOrderView.Of(aggregate));

    public async Task<IReadOnlyList<HistoryItem>?> History(IServiceProvider services, PurchaseOrderId id) =>
        (await services.GetRequiredService<IPurchaseOrderQueries>().History(id, new HistoryRange(0, 100), default))?.Items;

    public async Task<Page<PurchaseOrderId>> List(IServiceProvider services, int limit, Guid? after)
    {
        var page = await services.GetRequiredService<IPurchaseOrderQueries>().List(new() { Limit = limit, After = after }, default);
        return new Page<PurchaseOrderId>([.. page.Items.Select(shown => TypedId.Parse<PurchaseOrderId>(shown.Id).Value)], page.Next);
    }
}
