namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.Purchasing.Domain;

internal static class DelegationMapping
{
    /// <summary>Of two that took one number, the second has to look again: see <see cref="Delegation.Number"/>.</summary>
    public const string NumberKey = "delegations_number_key";

    public static void Map(EntityTypeBuilder<Delegation> delegation)
    {
        delegation.ToTable("delegations");
        delegation.Ignore(d => d.Days).Ignore(d => d.Handover);
    }
}
