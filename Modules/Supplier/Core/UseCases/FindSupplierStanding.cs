namespace Procurement.Supplier.UseCases;

using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>How a supplier stands: its state, and whether new orders may name it.</summary>
internal sealed class FindSupplierStanding(ISupplierQueries suppliers)
{
    internal sealed record Standing(SupplierStatus Status, bool MayBeOrderedFrom);

    public async Task<Standing?> Execute(SupplierId id, CancellationToken ct) =>
        await suppliers.FindStatus(id, ct) is { } status ? new Standing(status, status == SupplierStatus.Approved) : null;
}
