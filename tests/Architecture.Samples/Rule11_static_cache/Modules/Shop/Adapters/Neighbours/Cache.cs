namespace Procurement.Shop.Adapters.Neighbours;

internal static class Cache
{
    public static readonly Dictionary<string, bool> Known = [];
}
