namespace Procurement.Invoicing.Adapters.Postgres;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Invoicing.Domain;

/// <summary>What is particular to Invoicing on PostgreSQL; names and types of columns follow from conventions.</summary>
internal sealed class InvoicingContext(DbContextOptions<InvoicingContext> options) : ModuleContext(options)
{
    public const string SchemaName = "invoicing";

    private static readonly IReadOnlyDictionary<string, Error> Known = new Dictionary<string, Error>
    {
        ["invoices_pkey"] = Error.Stale,
        ["invoices_number_key"] = InvoiceErrors.Duplicate,
        // Two changed the same at once.
        ["invoice_lines_pkey"] = Error.Stale,
        ["orders_pkey"] = Error.Stale,
        ["order_lines_pkey"] = Error.Stale,
        ["billings_pkey"] = Error.Stale,
        ["credit_notes_pkey"] = Error.Stale,
        ["credit_notes_number_key"] = InvoiceErrors.DuplicateCreditNote,
        ["payments_pkey"] = Error.Stale,
        ["payments_invoice_key"] = Error.Stale,
        ["payment_runs_pkey"] = Error.Stale,
        ["payment_runs_daily_key"] = Error.Stale,
    };

    /// <summary>Lines apart: next to each of them the whole invoice would come, with all that it was compared by.</summary>
    public IQueryable<Invoice> Invoices => Set<Invoice>().Include("lines").AsSplitQuery();

    /// <summary>With its lines in one statement, between whose parts no writer can come: what an order says of itself is short.</summary>
    public IQueryable<OrderCopy> OrdersWithoutBillings => Set<OrderCopy>().Include("lines");

    public IQueryable<OrderCopy> Orders => OrdersWithoutBillings.Include("billings").AsSplitQuery();

    public DbSet<CreditNote> CreditNotes => Set<CreditNote>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<PaymentRun> PaymentRuns => Set<PaymentRun>();

    protected override string Schema => SchemaName;

    protected override Assembly Domain => typeof(Invoice).Assembly;

    protected override IReadOnlyDictionary<string, Error> Refusals => Known;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Invoice>(InvoiceMapping.Map);
        model.Entity<InvoiceLine>(InvoiceMapping.Map);
        model.Entity<OrderCopy>(OrderCopyMapping.Map);
        model.Entity<OrderCopyLine>(OrderCopyMapping.Map);
        model.Entity<Billing>(OrderCopyMapping.Map);
        model.Entity<CreditNote>(PaymentMapping.Map);
        model.Entity<Payment>(PaymentMapping.Map);
        model.Entity<PaymentRun>(PaymentMapping.Map);
    }
}
