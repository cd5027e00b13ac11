namespace Procurement.Shop.Domain.Prices;

using Procurement.Shop.Domain.Discounts;

internal sealed record Price(long Cents)
{
    public Price Less(Discount discount) => discount.Off(this);
}
