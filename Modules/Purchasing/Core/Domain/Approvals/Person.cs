namespace Procurement.Purchasing.Domain;

/// <summary>Names of persons are typed by others too, so letter case must not tell two names of one person apart.</summary>
internal static class Person
{
    public static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Equal for exactly the names that are the same, for what cannot ask <see cref="Same"/>.</summary>
    public static string Key(string name) => name.ToUpperInvariant();
}
