namespace Procurement.Supplier.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>Reads straight to what is shown: one statement a call.</summary>
internal sealed class PostgresSupplierQueries(NpgsqlDataSource database, TimeProvider clock) : ISupplierQueries
{
    private const string Columns = """
        SELECT id, code, legal_name, email, status, risk_score, payment_terms_days, registered_by, approved_by, suspension_reason,
               blacklist_reason, version, created_at, updated_at, approved_at
        FROM supplier.suppliers
        """;

    private const string ById = Columns + " WHERE id = $1";

    private const string Standings = "SELECT id, status FROM supplier.suppliers WHERE id = ANY ($1)";

    // Every order asks, so that under load several ask at the same time.
    private readonly SharedLookup<Guid, SupplierStatus> standings = new(ids => ReadStandings(database, ids), clock);

    public async Task<SupplierView?> Find(SupplierId id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ById);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Value });
        return (await Read(command, ct)).FirstOrDefault();
    }

    public async Task<Page<SupplierView>> List(SupplierFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command).AndStatus(filter.Status).And("code = ", filter.Code?.Value).And("id < ", filter.After);
        // One more than asked for tells whether there is a next page.
        command.CommandText = $"{Columns} WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}";
        return ListConditions.Page(await Read(command, ct), filter.Limit, shown => TypedId.Parse<SupplierId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(SupplierId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, SupplierContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(SupplierId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, SupplierContext.SchemaName, id.Value, version, ct);

    public async Task<SupplierStatus?> FindStanding(SupplierId id, CancellationToken ct) =>
        (await standings.Ask(id.Value, ct)).TryGetValue(id.Value, out var status) ? status : null;

    private static async Task<IReadOnlyDictionary<Guid, SupplierStatus>> ReadStandings(
        NpgsqlDataSource database,
        IReadOnlyCollection<Guid> ids
    )
    {
        await using var command = database.CreateCommand(Standings);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        await using var row = await command.ExecuteReaderAsync(default);
        var found = new Dictionary<Guid, SupplierStatus>(ids.Count);
        while (await row.ReadAsync())
            found.Add(row.GetGuid(0), Enum.Parse<SupplierStatus>(row.GetString(1)));
        return found;
    }

    private static async Task<List<SupplierView>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var suppliers = new List<SupplierView>();
        while (await row.ReadAsync(ct))
            suppliers.Add(
                new SupplierView
                {
                    Id = new SupplierId(row.GetGuid(0)).ToString(),
                    Code = row.GetString(1),
                    LegalName = row.GetString(2),
                    Email = row.GetString(3),
                    Status = row.GetString(4),
                    RiskScore = row.IsDBNull(5) ? null : row.GetInt32(5),
                    PaymentTermsDays = row.IsDBNull(6) ? null : row.GetInt32(6),
                    RegisteredBy = row.GetString(7),
                    ApprovedBy = row.TextOrNull(8),
                    SuspensionReason = row.TextOrNull(9),
                    BlacklistReason = row.TextOrNull(10),
                    Version = row.GetInt64(11),
                    CreatedAt = row.GetFieldValue<DateTimeOffset>(12),
                    UpdatedAt = row.GetFieldValue<DateTimeOffset>(13),
                    ApprovedAt = row.MomentOrNull(14),
                }
            );
        return suppliers;
    }
}
