namespace Procurement.Purchasing.Adapters.Neighbours;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Supplier.Contracts;

/// <summary>Asks the Supplier module and answers in Purchasing's words.</summary>
internal sealed class SupplierDirectory(ISupplierApi suppliers) : ISupplierDirectory
{
    public async Task<SupplierTerms> TermsOf(Domain.SupplierId supplier, CancellationToken ct) =>
        await suppliers.FindStanding(supplier.Value, ct) switch
        {
            null => new SupplierTerms(SupplierEligibility.Unknown, null),
            { OrdersRefused: null } known => new SupplierTerms(SupplierEligibility.Eligible, known.PaymentTermsDays),
            var known => new SupplierTerms(SupplierEligibility.NotEligible, known.PaymentTermsDays),
        };
}
