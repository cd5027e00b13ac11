namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.Invoicing.Domain;

/// <summary>Which columns credit notes, payments and runs are kept in, where their names do not say it.</summary>
internal static class PaymentMapping
{
    public static void Map(EntityTypeBuilder<CreditNote> note)
    {
        note.ToTable("credit_notes");
        note.Property(n => n.NetMinor).HasColumnName("net_cents");
        note.Property(n => n.GrossMinor).HasColumnName("gross_cents");
        note.Property(n => n.OpenMinor).HasColumnName("open_cents");
        note.Property(n => n.Tax).AsJson();
        note.Property(n => n.Lines).AsJson();
    }

    public static void Map(EntityTypeBuilder<Payment> payment)
    {
        payment.ToTable("payments");
        payment.Property<List<SetOffCredit>>("setOffs").HasColumnName("set_offs").AsJson();
        payment.Property(p => p.NetMinor).HasColumnName("net_cents");
        payment.Property(p => p.GrossMinor).HasColumnName("gross_cents");
        payment.Property(p => p.DiscountMinor).HasColumnName("discount_cents");
        payment.Property(p => p.EarlyPaymentDiscount).AsJson();
        payment.Property(p => p.AmountMinor).HasColumnName("amount_cents");
        payment.Ignore(p => p.SetOffs).Ignore(p => p.IsUnderWay);
    }

    public static void Map(EntityTypeBuilder<PaymentRun> run)
    {
        run.ToTable("payment_runs");
        run.Property(r => r.Payments).AsJson();
        run.Ignore(r => r.MessageId);
    }
}
