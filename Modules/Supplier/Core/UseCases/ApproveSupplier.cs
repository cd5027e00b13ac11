namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class ApproveSupplier(IRepository<Supplier, SupplierId> suppliers, DocumentPolicy policy, TimeProvider clock)
{
    public Task<Result<Supplier>> Execute(SupplierId id, Precondition when, int? riskScore, Actor approver, CancellationToken ct) =>
        suppliers.Change(
            id,
            when,
            FieldErrors.Check("risk_score", RiskScore.Parse(riskScore)),
            (supplier, risk) => supplier.Approve(risk, policy, approver, clock.Now()),
            ct
        );
}
