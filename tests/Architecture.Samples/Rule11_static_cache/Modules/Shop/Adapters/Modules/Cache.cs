namespace Procurement.Shop.Adapters.Modules;

internal static class Cache
{
    public static readonly Dictionary<string, bool> Known = [];
}
