namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.Invoicing.Domain;

/// <summary>Which columns an invoice and its lines are kept in, where their names do not say it.</summary>
internal static class InvoiceMapping
{
    public static void Map(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.ToTable("invoices");
        invoice.Property<List<string>>("possibleDuplicates");
        invoice.Property(i => i.NetMinor).HasColumnName("net_cents");
        invoice.Property(i => i.GrossMinor).HasColumnName("gross_cents");
        invoice.Property(i => i.VarianceMinor).HasColumnName("variance_cents");
        invoice.Property(i => i.CreditedNetMinor).HasColumnName("credited_net_cents");
        invoice.Property(i => i.CreditedGrossMinor).HasColumnName("credited_gross_cents");
        invoice.Property(i => i.CreditedAtLargeMinor).HasColumnName("credited_at_large_cents");
        invoice.Property(i => i.ExpectedCreditMinor).HasColumnName("expected_credit_cents");
        invoice.Property(i => i.Tax).AsJson();
        invoice.Property(i => i.Candidates).AsJson();
        invoice.Property(i => i.Match).AsJson();
        invoice.ComplexProperty(
            i => i.Dispute,
            dispute =>
            {
                dispute.Property(d => d!.Code).HasColumnName("dispute_code");
                dispute.Property(d => d!.Reason).HasColumnName("dispute_reason");
                dispute.Property(d => d!.Disputer).HasColumnName("disputed_by");
                dispute.Property(d => d!.At).HasColumnName("disputed_at");
                dispute.Property(d => d!.IsFinal).HasColumnName("dispute_is_final");
            }
        );
        invoice.Property(i => i.EarlyPaymentDiscount).AsJson();
        invoice.Ignore(i => i.Lines).Ignore(i => i.PossibleDuplicates).Ignore(i => i.Amounts).Ignore(i => i.Totals);
        invoice.Ignore(i => i.Waits).Ignore(i => i.PayableMinor);
        invoice.HasMany<InvoiceLine>("lines").WithOne().HasForeignKey("InvoiceId").OnDelete(DeleteBehavior.Cascade);
    }

    public static void Map(EntityTypeBuilder<InvoiceLine> line)
    {
        line.ToTable("invoice_lines");
        line.Property<InvoiceId>("InvoiceId");
        line.HasKey("InvoiceId", nameof(InvoiceLine.LineNumber));
        line.Property(l => l.UnitPriceMinor).HasColumnName("unit_price_cents");
        line.Property(l => l.NetMinor).HasColumnName("net_cents");
        line.Ignore(l => l.Facts).Ignore(l => l.Draft);
    }
}
