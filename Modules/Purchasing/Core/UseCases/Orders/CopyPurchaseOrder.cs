namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>A new draft with the content of another order. It carries no approval, and goes the whole way itself.</summary>
internal sealed class CopyPurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ISupplierDirectory suppliers,
    IOrderNumbers numbers,
    ApprovalLimits limits,
    TimeProvider clock
)
{
    public async Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, Actor creator, CancellationToken ct)
    {
        if (await orders.Find(id, ct) is not { } original)
            return PurchaseOrderErrors.NotFound;
        if (!when.Allows(original))
            return Error.Stale;
        if (!limits.Accepts(original.Currency))
            return PurchaseOrderErrors.CurrencyGivenUp;
        if ((await suppliers.TermsOf(original.SupplierId, ct)).Eligibility != SupplierEligibility.Eligible)
            return PurchaseOrderErrors.SupplierNotEligible;
        var content = ContentFact.Of(original.Lines, original.Terms);
        var number = await numbers.Next(ct);
        var now = clock.Now();
        var copy = PurchaseOrder.Create(
            PurchaseOrderId.From(Guid.CreateVersion7(now)),
            new NewOrder(number, original.SupplierId, original.RequestedBy, original.Reference, content.ToLines(), content.ToTerms(), id),
            creator,
            now
        );
        await orders.Save(copy, ct);
        return copy;
    }
}
