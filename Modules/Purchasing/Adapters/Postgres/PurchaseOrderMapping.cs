namespace Procurement.Purchasing.Adapters.Postgres;

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.Purchasing.Domain;

/// <summary>Which columns an order and its parts are kept in, where their names do not say it.</summary>
internal static class PurchaseOrderMapping
{
    /// <summary>Of two that took one number, the second has to look again: see <see cref="PurchaseOrder.SplitNumber"/>.</summary>
    public const string SplitKey = "purchase_orders_split_key";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static void Map(EntityTypeBuilder<PurchaseOrder> order)
    {
        order.ToTable("purchase_orders");
        foreach (var list in new[] { "authors", "splitWith", "waitingMakers" })
            order.Property<List<string>>(list);
        order.Property<int>("contentVersions");
        order.Property(o => o.TotalMinor).HasColumnName("total_cents");
        // Read and written as a whole, by few orders, and never asked for by what is in it.
        order
            .Property(o => o.Amendment)
            .HasColumnType("json")
            .HasConversion(amendment => WriteAmendment(amendment), stored => ReadAmendment(stored));
        MapDecisions(order);
        MapEnds(order);
        order.Ignore(o => o.Authors).Ignore(o => o.SplitWith).Ignore(o => o.WaitingMakers);
        order.Ignore(o => o.LineItems).Ignore(o => o.Lines).Ignore(o => o.Terms).Ignore(o => o.Invoices);
        order.Ignore(o => o.Total).Ignore(o => o.LastLineNumber);
        order.HasMany<LineItem>("lineItems").WithOne().HasForeignKey("OrderId").OnDelete(DeleteBehavior.Cascade);
        order.HasMany<OrderInvoice>("invoices").WithOne().HasForeignKey("OrderId").OnDelete(DeleteBehavior.Cascade);
    }

    public static string WriteAmendment(Amendment? amendment) => JsonSerializer.Serialize(amendment, Json);

    public static Amendment ReadAmendment(string stored) => JsonSerializer.Deserialize<Amendment>(stored, Json)!;

    public static void Map(EntityTypeBuilder<LineItem> line)
    {
        line.ToTable("line_items");
        line.Property<PurchaseOrderId>("OrderId");
        line.HasKey("OrderId", nameof(LineItem.LineNumber));
        line.Property(l => l.UnitPriceMinor).HasColumnName("unit_price_cents");
        line.Ignore(l => l.Contains).Ignore(l => l.Total).Ignore(l => l.Ordered).Ignore(l => l.Kept).Ignore(l => l.Open);
        line.Ignore(l => l.Settled).Ignore(l => l.IsUntouched);
    }

    public static void Map(EntityTypeBuilder<OrderInvoice> invoice)
    {
        invoice.ToTable("order_invoices");
        invoice.Property<PurchaseOrderId>("OrderId");
        invoice.HasKey("OrderId", nameof(OrderInvoice.InvoiceId));
        invoice.Property(i => i.NetMinor).HasColumnName("net_cents");
        invoice.Property(i => i.PaidMinor).HasColumnName("paid_cents");
        invoice.Property<List<int>>("billedLines");
        invoice.Property<List<decimal>>("billedQuantities");
        invoice.Ignore(i => i.Billed);
    }

    private static void MapDecisions(EntityTypeBuilder<PurchaseOrder> order)
    {
        order.ComplexProperty(
            o => o.DeliveryAddress,
            address =>
            {
                address.Property(a => a!.Street).HasColumnName("street");
                address.Property(a => a!.City).HasColumnName("city");
                address.Property(a => a!.PostalCode).HasColumnName("postal_code");
                address.Property(a => a!.Country).HasColumnName("country").HasColumnType("character(2)");
            }
        );
        order.ComplexProperty(
            o => o.Approval,
            approval =>
            {
                approval.Property(a => a!.Approver).HasColumnName("approved_by");
                approval.Property(a => a!.OnBehalfOf).HasColumnName("approved_for");
                approval.Property(a => a!.Level).HasColumnName("approved_level");
                approval.Property(a => a!.At).HasColumnName("approved_at");
            }
        );
        order.ComplexProperty(
            o => o.PendingApproval,
            waiting =>
            {
                waiting.Property(w => w!.Level).HasColumnName("waiting_level");
                waiting.Property(w => w!.Since).HasColumnName("waiting_since");
                waiting.Property(w => w!.RemindAt).HasColumnName("remind_at");
                waiting.Property(w => w!.DueAt).HasColumnName("due_at");
                waiting.Property(w => w!.RemindedAt).HasColumnName("reminded_at");
                waiting.Property(w => w!.EscalatedAt).HasColumnName("escalated_at");
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
    }

    private static void MapEnds(EntityTypeBuilder<PurchaseOrder> order)
    {
        order.ComplexProperty(
            o => o.Cancellation,
            cancellation =>
            {
                cancellation.Property(c => c!.Canceller).HasColumnName("cancelled_by");
                cancellation.Property(c => c!.Reason).HasColumnName("cancellation_reason");
                cancellation.Property(c => c!.At).HasColumnName("cancelled_at");
            }
        );
        order.ComplexProperty(
            o => o.Dispute,
            dispute =>
            {
                dispute.Property(d => d!.Disputer).HasColumnName("disputed_by");
                dispute.Property(d => d!.Reason).HasColumnName("dispute_reason");
                dispute.Property(d => d!.From).HasColumnName("disputed_from");
                dispute.Property(d => d!.InvoiceId).HasColumnName("disputed_invoice_id");
                dispute.Property(d => d!.At).HasColumnName("disputed_at");
            }
        );
    }
}
