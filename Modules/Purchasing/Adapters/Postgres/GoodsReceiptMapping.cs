namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Procurement.Purchasing.Domain;

/// <summary>Which columns a goods receipt is kept in, where their names do not say it.</summary>
internal static class GoodsReceiptMapping
{
    /// <summary>A delivery is received once.</summary>
    public const string NoteKey = "goods_receipts_delivery_note_key";

    public static void Map(EntityTypeBuilder<GoodsReceipt> receipt)
    {
        receipt.ToTable("goods_receipts");
        receipt.ComplexProperty(
            r => r.Resolution,
            resolution =>
            {
                resolution.Property(each => each!.Resolver).HasColumnName("resolved_by");
                resolution.Property(each => each!.Reason).HasColumnName("resolution_reason");
                resolution.Property(each => each!.At).HasColumnName("resolved_at");
            }
        );
        receipt.Ignore(r => r.Lines).Ignore(r => r.Goods);
        receipt.HasMany<ReceiptLine>("lines").WithOne().HasForeignKey("ReceiptId").OnDelete(DeleteBehavior.Cascade);
    }

    public static void Map(EntityTypeBuilder<ReceiptLine> line)
    {
        line.ToTable("receipt_lines");
        line.Property<GoodsReceiptId>("ReceiptId");
        line.HasKey("ReceiptId", nameof(ReceiptLine.Place));
        line.Ignore(l => l.ReturnedShown);
    }
}
