namespace Procurement.Shop.Adapters.Modules;

internal static class Calls
{
    public static int Count { get; set; }
}
