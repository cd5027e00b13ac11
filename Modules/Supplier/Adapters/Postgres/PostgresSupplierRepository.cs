namespace Procurement.Supplier.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Supplier.Domain;

internal sealed class PostgresSupplierRepository(SupplierContext context, NewRows<SupplierModule> added)
    : PostgresRepository<SupplierModule, SupplierContext, Supplier, SupplierId>(context, added)
{
    private static readonly Func<SupplierContext, SupplierId, CancellationToken, Task<Supplier?>> Load = EF.CompileAsyncQuery(
        (SupplierContext c, SupplierId id, CancellationToken ct) => c.Whole.AsTracking().FirstOrDefault(supplier => supplier.Id == id)
    );

    protected override Func<SupplierContext, SupplierId, CancellationToken, Task<Supplier?>> Query => Load;
}
