namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Procurement.Purchasing.Ports;

/// <summary>Only ever written inside a transaction that somebody holds: the one of the message that told it.</summary>
internal sealed class PostgresSupplierStandings(PurchasingContext context) : ISupplierStandings
{
    public Task Record(HeardStanding heard, CancellationToken ct) =>
        context.Database.CurrentTransaction is null
            ? throw new InvalidOperationException(
                "What is heard of a supplier is recorded in the transaction of the message that tells it."
            )
            : context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO purchasing.supplier_standings AS known (supplier_id, standing, version, at)
                VALUES ({heard.SupplierId.Value}, {heard.Standing}, {heard.Version}, {heard.At})
                ON CONFLICT (supplier_id) DO UPDATE SET standing = excluded.standing, version = excluded.version, at = excluded.at
                WHERE known.version < excluded.version
                """,
                ct
            );
}
