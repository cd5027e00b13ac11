namespace Procurement.Purchasing.Adapters.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;

/// <summary>What is particular to Purchasing on PostgreSQL; names and types of columns follow from conventions.</summary>
internal sealed class PurchasingContext(DbContextOptions<PurchasingContext> options) : ModuleContext(options)
{
    public const string SchemaName = "purchasing";

    private static readonly IReadOnlyDictionary<string, Error> Known = new Dictionary<string, Error>
    {
        ["purchase_orders_pkey"] = Error.Stale,
        ["delegations_pkey"] = Error.Stale,
        [DelegationMapping.NumberKey] = Error.Stale,
    };

    private static readonly PurchaseOrderInsert NewOrder = new();

    public DbSet<PurchaseOrder> Orders => Set<PurchaseOrder>();

    public DbSet<Delegation> Delegations => Set<Delegation>();

    protected override string Schema => SchemaName;

    protected override Assembly Domain => typeof(PurchaseOrder).Assembly;

    protected override IReadOnlyDictionary<string, Error> Refusals => Known;

    protected override IHandWrittenInsert Insert => NewOrder;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<PurchaseOrder>(MapOrder);
        model.Entity<LineItem>(MapLine);
        model.Entity<Delegation>(DelegationMapping.Map);
    }

    private static void MapOrder(EntityTypeBuilder<PurchaseOrder> order)
    {
        order.ToTable("purchase_orders");
        order.Property<List<string>>("authors");
        order.Property(o => o.TotalMinor).HasColumnName("total_cents");
        order.ComplexProperty(
            o => o.Approval,
            approval =>
            {
                approval.Property(a => a!.Approver).HasColumnName("approved_by");
                approval.Property(a => a!.Level).HasColumnName("approved_level");
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
        order.ComplexProperty(
            o => o.Dispute,
            dispute =>
            {
                dispute.Property(d => d!.Disputer).HasColumnName("disputed_by");
                dispute.Property(d => d!.Reason).HasColumnName("dispute_reason");
                dispute.Property(d => d!.From).HasColumnName("disputed_from");
                dispute.Property(d => d!.At).HasColumnName("disputed_at");
            }
        );
        order.Ignore(o => o.Authors).Ignore(o => o.LineItems).Ignore(o => o.Total);
        order.HasMany<LineItem>("lineItems").WithOne().HasForeignKey("OrderId").OnDelete(DeleteBehavior.Cascade);
    }

    private static void MapLine(EntityTypeBuilder<LineItem> line)
    {
        line.ToTable("line_items");
        line.Property<PurchaseOrderId>("OrderId");
        line.HasKey("OrderId", nameof(LineItem.LineNumber));
        line.Property(l => l.UnitPriceMinor).HasColumnName("unit_price_cents");
        line.Ignore(l => l.UnitPrice).Ignore(l => l.Total);
    }
}
