namespace Procurement.Supplier.Adapters.Remote;

using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>Stands where no ERP is configured.</summary>
internal sealed class NoErp : IExternalSupplierPort
{
    public Task<Result<ExternalSupplier>> Find(SupplierCode code, CancellationToken ct) =>
        Task.FromResult<Result<ExternalSupplier>>(ErpErrors.NotConfigured);
}
