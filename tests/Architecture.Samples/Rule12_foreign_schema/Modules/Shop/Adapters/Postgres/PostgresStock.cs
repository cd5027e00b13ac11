namespace Procurement.Shop.Adapters.Postgres;

internal static class PostgresStock
{
    public static string Query(string condition) => $"SELECT quantity FROM depot.stock WHERE {condition}";
}
