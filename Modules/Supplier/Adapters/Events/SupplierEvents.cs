namespace Procurement.Supplier.Adapters.Events;

using Procurement.BuildingBlocks.Persistence;
using Procurement.Supplier.Domain;

/// <summary>What other modules learn of suppliers, in the words of Contracts.</summary>
internal sealed class SupplierEvents : IPublicEvents<SupplierModule>
{
    public PublicEvent? Of(Aggregate aggregate, DomainEvent happened) =>
        (aggregate, happened) switch
        {
            (Supplier supplier, SupplierRegistered registered) => PublicEvent.Of(
                new Contracts.SupplierRegistered
                {
                    SupplierId = supplier.Identifier,
                    Code = registered.Code,
                    LegalName = registered.LegalName,
                }
            ),
            (Supplier supplier, SupplierApproved) => PublicEvent.Of(
                new Contracts.SupplierApproved
                {
                    SupplierId = supplier.Identifier,
                    Code = supplier.Code.Value,
                    LegalName = supplier.LegalName,
                    MatchToleranceBps = supplier.MatchTolerance?.BasisPoints,
                }
            ),
            (Supplier supplier, SupplierSuspended suspended) => PublicEvent.Of(
                new Contracts.SupplierSuspended { SupplierId = supplier.Identifier, Reason = suspended.Reason }
            ),
            (Supplier supplier, SupplierReinstated) => PublicEvent.Of(
                new Contracts.SupplierReinstated { SupplierId = supplier.Identifier }
            ),
            (Supplier supplier, SupplierBlacklisted blacklisted) => PublicEvent.Of(
                new Contracts.SupplierBlacklisted { SupplierId = supplier.Identifier, Reason = blacklisted.Reason }
            ),
            (Supplier supplier, SupplierBankAccountProposed proposed) => PublicEvent.Of(
                new Contracts.SupplierBankAccountProposed
                {
                    SupplierId = supplier.Identifier,
                    AccountVersion = proposed.Account.Version,
                    IbanEnd = proposed.Account.Iban[^4..],
                    Notify = supplier.BankAccounts.Single(account => account.Version == proposed.Account.Version).Told,
                }
            ),
            (Supplier supplier, SupplierBankAccountVerified verified) => PublicEvent.Of(
                new Contracts.SupplierBankAccountVerified
                {
                    SupplierId = supplier.Identifier,
                    AccountVersion = verified.Account.Version,
                    IbanEnd = verified.Account.Iban[^4..],
                }
            ),
            _ => null,
        };
}
