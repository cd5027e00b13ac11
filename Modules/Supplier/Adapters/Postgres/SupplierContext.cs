namespace Procurement.Supplier.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Supplier.Domain;

internal sealed class SupplierContext(DbContextOptions<SupplierContext> options) : ModuleContext(options)
{
    public const string SchemaName = "supplier";
    public const string CodeConstraint = "suppliers_code_key";

    protected override string Schema => SchemaName;

    public DbSet<Supplier> Suppliers => Set<Supplier>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Supplier>(MapSupplier);
    }

    private static void MapSupplier(EntityTypeBuilder<Supplier> supplier)
    {
        GuardedByHistory(supplier);
        supplier.ToTable("suppliers").HasKey(s => s.Id);
        supplier
            .Property(s => s.Id)
            .HasColumnName("id")
            .HasConversion(id => id.Value, value => new SupplierId(value))
            .ValueGeneratedNever();
        supplier.Property(s => s.Version).HasColumnName("version").IsConcurrencyToken();
        supplier.Property(s => s.Code).HasColumnName("code").HasConversion(code => code.Value, text => SupplierCode.Parse(text).Value);
        supplier.Property(s => s.LegalName).HasColumnName("legal_name");
        supplier.Property(s => s.Email).HasColumnName("email").HasConversion(email => email.Value, text => EmailAddress.Parse(text).Value);
        supplier.Property(s => s.Status).HasColumnName("status").HasConversion<string>();
        supplier
            .Property(s => s.RiskScore)
            .HasColumnName("risk_score")
            .HasConversion(score => score!.Value.Value, value => RiskScore.Parse(value).Value);
        supplier
            .Property(s => s.PaymentTerms)
            .HasColumnName("payment_terms_days")
            .HasConversion(terms => terms!.Value.Days, days => PaymentTerms.Parse(days).Value);
        supplier.Property(s => s.RegisteredBy).HasColumnName("registered_by");
        supplier.ComplexProperty(
            s => s.Approval,
            approval =>
            {
                approval.Property(a => a!.Approver).HasColumnName("approved_by");
                approval.Property(a => a!.At).HasColumnName("approved_at");
            }
        );
        supplier.Property(s => s.SuspensionReason).HasColumnName("suspension_reason");
        supplier.Property(s => s.CreatedAt).HasColumnName("created_at");
        supplier.Property(s => s.UpdatedAt).HasColumnName("updated_at");
        supplier.Ignore(s => s.Recorded).Ignore(s => s.LoadedVersion);
    }
}
