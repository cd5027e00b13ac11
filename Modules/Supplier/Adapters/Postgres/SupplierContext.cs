namespace Procurement.Supplier.Adapters.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Supplier.Domain;

/// <summary>What is particular to Supplier on PostgreSQL; names and types of columns follow from conventions.</summary>
internal sealed class SupplierContext(DbContextOptions<SupplierContext> options) : ModuleContext(options)
{
    public const string SchemaName = "supplier";

    private static readonly IReadOnlyDictionary<string, Error> Known = new Dictionary<string, Error>
    {
        ["suppliers_pkey"] = Error.Stale,
        ["suppliers_code_key"] = SupplierErrors.CodeTaken,
    };

    public DbSet<Supplier> Suppliers => Set<Supplier>();

    protected override string Schema => SchemaName;

    protected override Assembly Domain => typeof(Supplier).Assembly;

    protected override IReadOnlyDictionary<string, Error> Refusals => Known;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        var supplier = model.Entity<Supplier>().ToTable("suppliers");
        supplier.Property(s => s.PaymentTerms).HasColumnName("payment_terms_days");
        supplier.ComplexProperty(
            s => s.Approval,
            approval =>
            {
                approval.Property(a => a!.Approver).HasColumnName("approved_by");
                approval.Property(a => a!.At).HasColumnName("approved_at");
            }
        );
    }
}
