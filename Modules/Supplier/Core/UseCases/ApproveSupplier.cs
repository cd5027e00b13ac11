namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class ApproveSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    internal sealed record Arguments(SupplierId Id, int? RiskScore);

    public async Task<Result<Supplier>> Execute(Arguments asked, string approver, Precondition precondition, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var risk = errors.Take("risk_score", RiskScore.Parse(asked.RiskScore));
        if (errors.Error is { } invalid)
            return invalid;
        if (await suppliers.Find(asked.Id, ct) is not { } supplier)
            return SupplierErrors.NotFound;
        if (!precondition.Allows(supplier))
            return Error.Stale;
        var approved = supplier.Approve(risk, approver, clock.Now());
        if (approved.Error is not null)
            return approved.Error;
        await suppliers.Save(supplier, ct);
        return supplier;
    }
}
