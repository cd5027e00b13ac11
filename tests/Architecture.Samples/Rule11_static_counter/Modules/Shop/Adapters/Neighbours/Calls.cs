namespace Procurement.Shop.Adapters.Neighbours;

internal static class Calls
{
    public static int Count { get; set; }
}
