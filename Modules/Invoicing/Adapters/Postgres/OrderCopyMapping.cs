namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.Invoicing.Domain;

/// <summary>Which columns a copied order and its parts are kept in, where their names do not say it.</summary>
internal static class OrderCopyMapping
{
    public static void Map(EntityTypeBuilder<OrderCopy> order)
    {
        order.ToTable("orders");
        order.Property<List<string>>("discrepancies");
        order.Property(o => o.CurrencyCode).HasColumnName("currency").HasColumnType("character(3)");
        order.Property(o => o.TotalMinor).HasColumnName("total_cents");
        order.Property(o => o.Tolerance).AsJson();
        order.Ignore(o => o.Lines).Ignore(o => o.Discrepancies).Ignore(o => o.IsCancelled).Ignore(o => o.Billings);
        order.HasMany<OrderCopyLine>("lines").WithOne().HasForeignKey("OrderId").OnDelete(DeleteBehavior.Cascade);
        order.HasMany<Billing>("billings").WithOne().HasForeignKey("OrderId").OnDelete(DeleteBehavior.Cascade);
    }

    public static void Map(EntityTypeBuilder<OrderCopyLine> line)
    {
        line.ToTable("order_lines");
        line.Property<PurchaseOrderId>("OrderId");
        line.HasKey("OrderId", nameof(OrderCopyLine.LineNumber));
        line.Property(l => l.UnitPriceMinor).HasColumnName("unit_price_cents");
        line.Property(l => l.Tolerance).AsJson();
        line.Ignore(l => l.Facts).Ignore(l => l.Overbilled);
    }

    public static void Map(EntityTypeBuilder<Billing> billing)
    {
        billing.ToTable("billings");
        billing.Property<PurchaseOrderId>("OrderId");
        billing.HasKey("OrderId", nameof(Billing.InvoiceId), nameof(Billing.LineNumber));
        billing.Ignore(b => b.Kept);
    }
}
