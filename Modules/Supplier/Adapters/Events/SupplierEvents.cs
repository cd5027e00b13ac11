namespace Procurement.Supplier.Adapters.Events;

using Procurement.BuildingBlocks.Persistence;
using Procurement.Supplier.Domain;

/// <summary>What other modules learn of suppliers, in the words of Contracts.</summary>
internal sealed class SupplierEvents : IPublicEvents<SupplierModule>
{
    public PublicEvent? Of(Aggregate aggregate, DomainEvent happened) =>
        (aggregate, happened) switch
        {
            (Supplier supplier, SupplierApproved) => PublicEvent.Of(
                new Contracts.SupplierApproved
                {
                    SupplierId = supplier.Identifier,
                    Code = supplier.Code.Value,
                    LegalName = supplier.LegalName,
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
            _ => null,
        };
}
