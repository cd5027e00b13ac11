namespace Procurement.Supplier.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.BuildingBlocks.Hosting.Postgres;
using Procurement.Supplier.Domain;

internal sealed class SupplierContext(DbContextOptions<SupplierContext> options) : ModuleContext(options)
{
    public const string SchemaName = "supplier";

    protected override string Schema => SchemaName;

    public DbSet<Supplier> Suppliers => Set<Supplier>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Supplier>(Map);
    }

    private static void Map(EntityTypeBuilder<Supplier> supplier)
    {
        GuardedByHistory(supplier);
        supplier.ToTable("suppliers").HasKey(s => s.Id);
        supplier
            .Property(s => s.Id)
            .HasColumnName("id")
            .HasConversion(id => id.Value, value => new SupplierId(value))
            .ValueGeneratedNever();
        supplier.Property(s => s.Version).HasColumnName("version").IsConcurrencyToken();
        supplier.Property(s => s.Code).HasColumnName("code");
        supplier.Property(s => s.LegalName).HasColumnName("legal_name");
        supplier.Property(s => s.Email).HasColumnName("email");
        supplier.Property(s => s.PaymentTermsDays).HasColumnName("payment_terms_days");
        supplier.Property(s => s.Status).HasColumnName("status").HasConversion<string>();
        supplier.Property(s => s.RiskScore).HasColumnName("risk_score");
        supplier.Property(s => s.RegisteredBy).HasColumnName("registered_by");
        supplier.Property(s => s.ApprovedBy).HasColumnName("approved_by");
        supplier.Property(s => s.SuspensionReason).HasColumnName("suspension_reason");
        supplier.Property(s => s.CreatedAt).HasColumnName("created_at");
        supplier.Property(s => s.UpdatedAt).HasColumnName("updated_at");
        supplier.Property(s => s.ApprovedAt).HasColumnName("approved_at");
        supplier.Ignore(s => s.Recorded).Ignore(s => s.LoadedVersion);
    }
}
