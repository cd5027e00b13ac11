namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.Purchasing.Ports;

internal static class OrderImportMapping
{
    /// <summary>What the second of two that import one order at once collides with; it takes the order back that it came with.</summary>
    public const string Key = "order_imports_pkey";

    public static void Map(EntityTypeBuilder<OrderImport> import) =>
        import.ToTable("order_imports").HasKey(each => new { each.Creator, each.Reference });
}
