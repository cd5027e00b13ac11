namespace Procurement.Shop.Ports;

using Procurement.Shop.UseCases;

/// <param name="Source">Only named as a generic argument.</param>
internal sealed record SaleView(IReadOnlyList<CloseSale.Arguments> Source);
