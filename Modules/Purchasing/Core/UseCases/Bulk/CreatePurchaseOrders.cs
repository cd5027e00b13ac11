namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>Many orders in one unit of work, each by the rules of one.</summary>
internal sealed class CreatePurchaseOrders(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ISupplierDirectory suppliers,
    IOrderNumbers numbers,
    ApprovalLimits limits,
    TimeProvider clock
)
{
    public async Task<Result<IReadOnlyList<Result<PurchaseOrder>>>> Execute(
        string? mode,
        IReadOnlyList<OrderDraft?>? asked,
        Actor creator,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var dependence = errors.Take("mode", NameOf<BatchMode>.Parse(mode));
        var drafts = OrderBatch.Read(asked, errors);
        if (errors.Error is { } invalid)
            return invalid;
        var create = new CreatePurchaseOrder(orders, new AskedOnce(suppliers), numbers, limits, clock);
        var rows = new List<Result<PurchaseOrder>>(drafts.Count);
        foreach (var draft in drafts)
            rows.Add(await create.Execute(draft, creator, ct));
        return Batch.Judge(dependence, OrderBatch.Field, rows);
    }

    /// <summary>All orders of a batch are made at one time, so what is known of a supplier is known for all of them.</summary>
    private sealed class AskedOnce(ISupplierDirectory suppliers) : ISupplierDirectory
    {
        private readonly Dictionary<SupplierId, SupplierTerms> known = [];

        public async Task<SupplierTerms> TermsOf(SupplierId supplier, CancellationToken ct)
        {
            if (!known.TryGetValue(supplier, out var terms))
                known.Add(supplier, terms = await suppliers.TermsOf(supplier, ct));
            return terms;
        }
    }
}
