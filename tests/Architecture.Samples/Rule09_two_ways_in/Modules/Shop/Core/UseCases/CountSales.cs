namespace Procurement.Shop.UseCases;

internal sealed class CountSales
{
    public int Execute() => 1;

    public int ExecuteTwice() => 2;
}
