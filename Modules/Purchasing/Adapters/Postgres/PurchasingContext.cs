namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;

internal sealed class PurchasingContext(DbContextOptions<PurchasingContext> options) : ModuleContext(options)
{
    public const string SchemaName = "purchasing";

    protected override string Schema => SchemaName;

    public DbSet<PurchaseOrder> Orders => Set<PurchaseOrder>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<PurchaseOrder>(MapOrder);
        model.Entity<LineItem>(MapLine);
    }

    private static void MapOrder(EntityTypeBuilder<PurchaseOrder> order)
    {
        GuardedByHistory(order);
        order.ToTable("purchase_orders").HasKey(o => o.Id);
        order
            .Property(o => o.Id)
            .HasColumnName("id")
            .HasConversion(id => id.Value, value => new PurchaseOrderId(value))
            .ValueGeneratedNever();
        order.Property(o => o.Version).HasColumnName("version").IsConcurrencyToken();
        order.Property(o => o.Number).HasColumnName("number");
        order.Property(o => o.Status).HasColumnName("status").HasConversion<string>();
        order.Property(o => o.SupplierId).HasColumnName("supplier_id").HasConversion(id => id.Value, value => new SupplierId(value));
        order.Property(o => o.RequestedBy).HasColumnName("requested_by");
        order.Property<List<string>>("authors").HasColumnName("authors");
        order
            .Property(o => o.Currency)
            .HasColumnName("currency")
            .HasConversion(c => c.Code, code => Currency.Parse(code).Value)
            .HasColumnType("character(3)");
        order.Property(o => o.TotalMinor).HasColumnName("total_cents");
        order.Property(o => o.RequiredLevel).HasColumnName("required_level").HasConversion<string>();
        order.ComplexProperty(
            o => o.Approval,
            approval =>
            {
                approval.Property(a => a!.Approver).HasColumnName("approved_by");
                approval.Property(a => a!.Level).HasColumnName("approved_level").HasConversion<string>();
                approval.Property(a => a!.At).HasColumnName("approved_at");
            }
        );
        order.ComplexProperty(
            o => o.Rejection,
            rejection =>
            {
                rejection.Property(r => r!.Rejector).HasColumnName("rejected_by");
                rejection.Property(r => r!.Reason).HasColumnName("rejection_reason");
                rejection.Property(r => r!.At).HasColumnName("rejected_at");
            }
        );
        order.Property(o => o.CreatedAt).HasColumnName("created_at");
        order.Property(o => o.UpdatedAt).HasColumnName("updated_at");
        order.Property(o => o.SubmittedAt).HasColumnName("submitted_at");
        order.Ignore(o => o.Recorded).Ignore(o => o.LoadedVersion).Ignore(o => o.Authors).Ignore(o => o.LineItems).Ignore(o => o.Total);
        order.HasMany<LineItem>("lineItems").WithOne().HasForeignKey("OrderId").OnDelete(DeleteBehavior.Cascade);
    }

    private static void MapLine(EntityTypeBuilder<LineItem> line)
    {
        GuardedByHistory(line);
        line.ToTable("line_items");
        line.Property<PurchaseOrderId>("OrderId")
            .HasColumnName("order_id")
            .HasConversion(id => id.Value, value => new PurchaseOrderId(value));
        line.HasKey("OrderId", nameof(LineItem.LineNumber));
        line.Property(l => l.LineNumber).HasColumnName("line_number").ValueGeneratedNever();
        line.Property(l => l.Sku).HasColumnName("sku");
        line.Property(l => l.Description).HasColumnName("description");
        line.Property(l => l.Quantity).HasColumnName("quantity");
        line.Property(l => l.Unit).HasColumnName("unit").HasConversion<string>();
        line.Property(l => l.UnitPriceMinor).HasColumnName("unit_price_cents");
        line.Property(l => l.Currency)
            .HasColumnName("currency")
            .HasConversion(c => c.Code, code => Currency.Parse(code).Value)
            .HasColumnType("character(3)");
        line.Ignore(l => l.UnitPrice).Ignore(l => l.Total);
    }
}
