namespace Procurement.Purchasing.Adapters.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>What is particular to Purchasing on PostgreSQL; names and types of columns follow from conventions.</summary>
internal sealed class PurchasingContext(DbContextOptions<PurchasingContext> options) : ModuleContext(options)
{
    public const string SchemaName = "purchasing";

    private static readonly IReadOnlyDictionary<string, Error> Known = new Dictionary<string, Error>
    {
        ["purchase_orders_pkey"] = Error.Stale,
        [PurchaseOrderMapping.SplitKey] = Error.Stale,
        // Two changed the same order at once.
        ["line_items_pkey"] = Error.Stale,
        ["order_invoices_pkey"] = Error.Stale,
        ["goods_receipts_pkey"] = Error.Stale,
        [GoodsReceiptMapping.NoteKey] = GoodsReceiptErrors.NoteTaken,
        ["delegations_pkey"] = Error.Stale,
        [DelegationMapping.NumberKey] = Error.Stale,
        [OrderImportMapping.Key] = Error.Stale,
    };

    private static readonly PurchaseOrderInsert NewOrder = new();

    public DbSet<PurchaseOrder> Orders => Set<PurchaseOrder>();

    public DbSet<GoodsReceipt> Receipts => Set<GoodsReceipt>();

    public DbSet<Delegation> Delegations => Set<Delegation>();

    protected override string Schema => SchemaName;

    protected override Assembly Domain => typeof(PurchaseOrder).Assembly;

    protected override IReadOnlyDictionary<string, Error> Refusals => Known;

    protected override IHandWrittenInsert Insert => NewOrder;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<PurchaseOrder>(PurchaseOrderMapping.Map);
        model.Entity<LineItem>(PurchaseOrderMapping.Map);
        model.Entity<OrderInvoice>(PurchaseOrderMapping.Map);
        model.Entity<GoodsReceipt>(GoodsReceiptMapping.Map);
        model.Entity<ReceiptLine>(GoodsReceiptMapping.Map);
        model.Entity<Delegation>(DelegationMapping.Map);
        model.Entity<OrderImport>(OrderImportMapping.Map);
    }
}
