namespace Procurement.Shop.Domain;

internal sealed record Step10;
