namespace Supplier.Tests.Ports;

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Supplier.Tests.Domain;
using TestKit.Ports;
using Supplier = Procurement.Supplier.Domain.Supplier;

/// <summary>Suppliers for the shared suites.</summary>
internal sealed class SupplierSubject : IPortSubject<Supplier, SupplierId>
{
    public Supplier New(Guid? id = null) => Suppliers.Pending(id: id, registrar: "maker");

    public void Change(Supplier aggregate, string actor) =>
        Assert.That(
            (
                aggregate.Status == SupplierStatus.Pending
                    ? aggregate.Approve(Suppliers.Risk(), DocumentPolicy.None, Actor.Of(actor), Suppliers.Now)
                    : aggregate.Suspend(Suppliers.Why("late"), Actor.Of(actor), Suppliers.Now)
            ).Error,
            Is.Null
        );

    public void Tamper(Supplier aggregate) =>
        typeof(Supplier).GetProperty(nameof(Supplier.LegalName))!.SetValue(aggregate, "Tampered Ltd.");

    public string Show(Supplier aggregate) => JsonSerializer.Serialize(SupplierView.Of(aggregate));

    public async Task<IReadOnlyList<HistoryItem>?> History(IServiceProvider services, SupplierId id) =>
        (await services.GetRequiredService<ISupplierQueries>().History(id, new HistoryRange(0, 100), default))?.Items;

    public async Task<Page<SupplierId>> List(IServiceProvider services, int limit, Guid? after)
    {
        var page = await services.GetRequiredService<ISupplierQueries>().List(new() { Limit = limit, After = after }, default);
        return new Page<SupplierId>([.. page.Items.Select(shown => TypedId.Parse<SupplierId>(shown.Id).Value)], page.Next);
    }
}
