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
    public async Task<Result<PurchaseOrder>> Execute(OrderDraft asked, Actor creator, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var supplier = errors.Take("supplier_id", TypedId.Parse<SupplierId>(asked.SupplierId));
        var requestedBy = errors.Take("requested_by", Text.Parse(asked.RequestedBy, Requester.Longest));
        var reference = asked.Reference is { } ours ? errors.Take("reference", Text.Parse(ours, Reference.Longest)) : null;
        var terms = OrderTerms.Read(asked.Terms, errors);
        var lines = LineItems.Create(asked.LineItems, limits);
        errors.AddAll(lines.Error);
        if (errors.Error is { } invalid)
            return invalid;
        var agreed = await suppliers.TermsOf(supplier, ct);
        switch (agreed.Eligibility)
        {
            case SupplierEligibility.Unknown:
                return PurchaseOrderErrors.UnknownSupplier;
            case SupplierEligibility.NotEligible:
                return PurchaseOrderErrors.SupplierNotEligible;
        }
        var number = await numbers.Next(ct);
        var now = clock.Now();
        var order = PurchaseOrder.Create(
            PurchaseOrderId.From(Guid.CreateVersion7(now)),
            new NewOrder(
                number,
                supplier,
                requestedBy,
                reference,
                lines.Value,
                terms with
                {
                    PaymentTermsDays = terms.PaymentTermsDays ?? agreed.PaymentTermsDays,
                }
            ),
            creator,
            now
        );
        await orders.Save(order, ct);
        return order;
    }
}
