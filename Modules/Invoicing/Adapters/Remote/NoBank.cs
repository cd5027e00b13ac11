namespace Procurement.Invoicing.Adapters.Remote;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Stands where no bank is configured: runs are handed out as files.</summary>
internal sealed class NoBank : IBankingPort
{
    public bool IsConfigured => false;

    public Task<Result<Disbursement>> Disburse(Transfer transfer, CancellationToken ct) =>
        Task.FromResult<Result<Disbursement>>(BankErrors.Unavailable);

    public Task<Result<Disbursement?>> Find(PaymentId payment, CancellationToken ct) =>
        Task.FromResult<Result<Disbursement?>>(BankErrors.Unavailable);
}
