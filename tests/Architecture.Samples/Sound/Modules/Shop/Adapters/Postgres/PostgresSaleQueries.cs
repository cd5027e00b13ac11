namespace Procurement.Shop.Adapters.Postgres;

using Npgsql;
using Procurement.Shop.Domain;
using Procurement.Shop.Ports;

internal sealed class PostgresSaleQueries(NpgsqlDataSource database) : ISaleQueries
{
    private const string ById = "SELECT closed FROM shop.sales WHERE id = $1";

    public async Task<bool> IsClosed(SaleId id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ById);
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
