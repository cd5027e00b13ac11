namespace Procurement.Shop.Domain.Discounts;

using Procurement.Shop.Domain.Prices;

internal sealed record Discount(long Cents)
{
    public Price Off(Price price) => new(price.Cents - Cents);
}
