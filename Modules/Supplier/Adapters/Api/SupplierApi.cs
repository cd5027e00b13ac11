namespace Procurement.Supplier.Adapters.Api;

using Procurement.Supplier.Contracts;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

/// <summary>Answers other modules in the words of the contract.</summary>
internal sealed class SupplierApi(FindSupplierStanding standings, FindSupplier suppliers) : ISupplierApi
{
    public async Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct) =>
        await standings.Execute(new SupplierId(supplierId), ct) is { } found
            ? new SupplierStanding
            {
                SupplierId = supplierId,
                Code = found.Code,
                LegalName = found.LegalName,
                Status = Translate(found.Status),
                OrdersRefused = WhyNot(found),
                PaymentTermsDays = found.PaymentTermsDays,
                MatchToleranceBps = found.MatchToleranceBps,
                PayableAccountVersion = found.PayableAccount,
                PaymentsHeld = found.Hold is HoldScope.Payments or HoldScope.All,
            }
            : null;

    public async Task<PayableAccount?> FindPayableAccount(Guid supplierId, CancellationToken ct) =>
        await suppliers.Execute(new SupplierId(supplierId), ct) is { PayableAccount: { } account } supplier
            ? new PayableAccount
            {
                Version = account.Version,
                Iban = account.Iban.Value,
                Bic = account.Bic.Value,
                Holder = account.Holder,
                Town = supplier.Address?.City,
                Country = supplier.Address?.Country.Code,
            }
            : null;

    public async Task<SupplierContact?> FindContact(Guid supplierId, CancellationToken ct) =>
        await suppliers.Execute(new SupplierId(supplierId), ct) is { } supplier
            ? new SupplierContact { LegalName = supplier.LegalName, Email = supplier.Email.Value }
            : null;

    private static OrderRefusal? WhyNot(Standing found) =>
        found.Status.MayBeOrderedFrom(found.Hold)
            ? null
            : found.Status switch
            {
                Domain.SupplierStatus.Pending => OrderRefusal.NotApproved,
                Domain.SupplierStatus.Suspended => OrderRefusal.Suspended,
                Domain.SupplierStatus.Blacklisted => OrderRefusal.Blacklisted,
                _ => OrderRefusal.OnHold,
            };

    private static Contracts.SupplierStatus Translate(Domain.SupplierStatus status) =>
        status switch
        {
            Domain.SupplierStatus.Pending => Contracts.SupplierStatus.Pending,
            Domain.SupplierStatus.Approved => Contracts.SupplierStatus.Approved,
            Domain.SupplierStatus.Suspended => Contracts.SupplierStatus.Suspended,
            Domain.SupplierStatus.Blacklisted => Contracts.SupplierStatus.Blacklisted,
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
}
