namespace Procurement.Supplier.Adapters.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
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
        // Two changed the same supplier: what it has numbers for is counted twice.
        ["documents_pkey"] = Error.Stale,
        ["bank_accounts_pkey"] = Error.Stale,
        ["account_is_never_changed"] = Error.Stale,
    };

    /// <summary>Suppliers with all their parts.</summary>
    public IQueryable<Supplier> Whole => Set<Supplier>().Include("documents").Include("bankAccounts");

    protected override string Schema => SchemaName;

    protected override Assembly Domain => typeof(Supplier).Assembly;

    protected override IReadOnlyDictionary<string, Error> Refusals => Known;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Supplier>(MapSupplier);
        model.Entity<Document>(document =>
        {
            document.ToTable("documents");
            document.Property<SupplierId>("SupplierId");
            document.HasKey("SupplierId", nameof(Document.Number));
        });
        model.Entity<BankAccount>(account =>
        {
            account.ToTable("bank_accounts");
            account.Property<SupplierId>("SupplierId");
            account.HasKey("SupplierId", nameof(BankAccount.Version));
        });
    }

    private static void MapSupplier(EntityTypeBuilder<Supplier> supplier)
    {
        supplier.ToTable("suppliers");
        supplier.Property(s => s.PaymentTerms).HasColumnName("payment_terms_days");
        supplier.Property(s => s.MatchTolerance).HasColumnName("match_tolerance_bps");
        supplier.ComplexProperty(
            s => s.Address,
            address =>
            {
                address.Property(a => a!.Street).HasColumnName("street");
                address.Property(a => a!.City).HasColumnName("city");
                address.Property(a => a!.PostalCode).HasColumnName("postal_code");
                address.Property(a => a!.Country).HasColumnName("country");
            }
        );
        supplier.ComplexProperty(
            s => s.Approval,
            approval =>
            {
                approval.Property(a => a!.Approver).HasColumnName("approved_by");
                approval.Property(a => a!.At).HasColumnName("approved_at");
            }
        );
        supplier.ComplexProperty(
            s => s.Hold,
            hold =>
            {
                hold.Property(h => h!.Scope).HasColumnName("hold_scope");
                hold.Property(h => h!.Reason).HasColumnName("hold_reason");
                hold.Property(h => h!.HeldBy).HasColumnName("held_by");
                hold.Property(h => h!.At).HasColumnName("held_at");
            }
        );
        supplier.Ignore(s => s.Documents).Ignore(s => s.BankAccounts).Ignore(s => s.BankAccount).Ignore(s => s.PayableAccount);
        supplier.HasMany<Document>("documents").WithOne().HasForeignKey("SupplierId").OnDelete(DeleteBehavior.Cascade);
        supplier.HasMany<BankAccount>("bankAccounts").WithOne().HasForeignKey("SupplierId").OnDelete(DeleteBehavior.Cascade);
    }
}
