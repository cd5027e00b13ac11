namespace Procurement.Shop.UseCases;

internal sealed class CountSales
{
    public int Execute() => 1;
}

internal sealed class CountMoney
{
    public int Execute() => 2;
}
