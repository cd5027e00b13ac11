namespace Procurement.Shop.Contracts;

public sealed class Shelf;
