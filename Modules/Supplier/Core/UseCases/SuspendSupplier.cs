namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;

internal sealed class SuspendSupplier(IRepository<Supplier, SupplierId> suppliers, TimeProvider clock)
{
    public const int LongestReason = 1000;

    internal sealed record Arguments(SupplierId Id, string? Reason);

    public async Task<Result<Supplier>> Execute(Arguments asked, string actor, Precondition precondition, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var reason = errors.Take("reason", Text.Parse(asked.Reason, LongestReason));
        if (errors.Error is { } invalid)
            return invalid;
        if (await suppliers.Find(asked.Id, ct) is not { } supplier)
            return SupplierErrors.NotFound;
        if (!precondition.Allows(supplier))
            return Error.Stale;
        var suspended = supplier.Suspend(reason, actor, clock.GetUtcNow());
        if (suspended.Error is not null)
            return suspended.Error;
        await suppliers.Save(supplier, ct);
        return supplier;
    }
}
