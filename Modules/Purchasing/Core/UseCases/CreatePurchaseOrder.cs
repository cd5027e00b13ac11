namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class CreatePurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ISupplierDirectory suppliers,
    IOrderNumbers numbers,
    ApprovalLimits limits,
    TimeProvider clock
)
{
    internal sealed record Arguments(string? SupplierId, string? RequestedBy, IReadOnlyList<LineItemDraft?>? LineItems);

    public async Task<Result<PurchaseOrder>> Execute(Arguments asked, Actor creator, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var supplier = errors.Take("supplier_id", TypedId.Parse<SupplierId>(asked.SupplierId));
        var requestedBy = errors.Take("requested_by", Text.Parse(asked.RequestedBy, Requester.Longest));
        var lines = LineItems.Create(asked.LineItems, limits);
        errors.AddAll(lines.Error);
        if (errors.Error is { } invalid)
            return invalid;
        switch (await suppliers.EligibilityOf(supplier, ct))
        {
            case SupplierEligibility.Unknown:
                return PurchaseOrderErrors.UnknownSupplier;
            case SupplierEligibility.NotEligible:
                return PurchaseOrderErrors.SupplierNotEligible;
        }
        var id = TypedId.New<PurchaseOrderId>(clock);
        var number = await numbers.Next(ct);
        var order = PurchaseOrder.Create(id, number, supplier, requestedBy, lines.Value, creator, clock.Now());
        await orders.Save(order, ct);
        return order;
    }
}
