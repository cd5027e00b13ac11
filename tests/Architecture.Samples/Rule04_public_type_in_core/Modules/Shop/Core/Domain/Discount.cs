namespace Procurement.Shop.Domain;

public sealed record Discount(int Percent);
