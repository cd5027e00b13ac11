namespace Procurement.Supplier.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>Reads straight to what is shown: one statement a call. One supplier, with all its parts, is read as the aggregate it is.</summary>
internal sealed class PostgresSupplierQueries(NpgsqlDataSource database, DbContextOptions<SupplierContext> options, Coalescer coalescer)
    : ISupplierQueries
{
    private const string ValidUntil = "(SELECT min(valid_until) FROM supplier.documents d WHERE d.supplier_id = s.id)";

    private const string Headers = $"""
        SELECT id, code, legal_name, email, country, status, hold_scope, risk_score, payment_terms_days, preferred_currency,
               {ValidUntil}, registered_by, version, created_at, updated_at,
               approved_at
        FROM supplier.suppliers s
        """;

    private const string Standings = """
        SELECT s.id, s.status, s.hold_scope, s.code, s.legal_name, s.match_tolerance_bps, a.version, s.payment_terms_days
        FROM supplier.suppliers s LEFT JOIN supplier.bank_accounts a ON a.supplier_id = s.id AND a.state = 'Verified'
        WHERE s.id = ANY ($1)
        """;

    private const string ToVerify = """
        SELECT a.supplier_id FROM supplier.bank_accounts a JOIN supplier.suppliers s ON s.id = a.supplier_id AND s.status <> 'Blacklisted'
        WHERE a.state = 'CoolingOff' AND a.usable_from <= $1 ORDER BY a.usable_from LIMIT $2
        """;

    // Every order asks, so that under load several ask at the same time.
    private readonly CoalescedReads<Guid, Standing> standings = coalescer.Reads<Guid, Standing>(
        (ids, ct) => ReadStandings(database, ids, ct)
    );

    public async Task<SupplierView?> Find(SupplierId id, CancellationToken ct) =>
        await Load(id, ct) is { } found ? SupplierView.Of(found) : null;

    public async Task<Supplier?> Load(SupplierId id, CancellationToken ct)
    {
        await using var context = new SupplierContext(options);
        return await context.Whole.AsNoTracking().FirstOrDefaultAsync(supplier => supplier.Id == id, ct);
    }

    public async Task<Page<SupplierHeaderView>> List(SupplierFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command)
            .AndStatus(filter.Status)
            .AndPrefix("code", filter.CodePrefix)
            .AndPrefix("search_name", filter.NamePrefix?.ToUpperInvariant())
            .And("country = ", filter.Country?.Code)
            .And("risk_score >= ", filter.MinRiskScore?.Value)
            .And("risk_score <= ", filter.MaxRiskScore?.Value)
            .And($"{ValidUntil} < ", filter.DocumentExpiresBefore)
            .And("id < ", filter.After);
        // One more than asked for tells whether there is a next page.
        command.CommandText = $"{Headers} WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}";
        return ListConditions.Page(await Read(command, ct), filter.Limit, shown => TypedId.Parse<SupplierId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(SupplierId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, SupplierContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(SupplierId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, SupplierContext.SchemaName, id.Value, version, ct);

    public Task<Standing?> FindStanding(SupplierId id, CancellationToken ct) => standings.Find(id.Value, ct);

    public async Task<IReadOnlyList<SupplierId>> WithAccountToVerify(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ToVerify);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = atMost });
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<SupplierId>();
        while (await row.ReadAsync(ct))
            found.Add(new SupplierId(row.GetGuid(0)));
        return found;
    }

    private static async Task<IReadOnlyDictionary<Guid, Standing>> ReadStandings(
        NpgsqlDataSource database,
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(Standings);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<Guid, Standing>(ids.Count);
        while (await row.ReadAsync(ct))
            found.Add(
                row.GetGuid(0),
                new Standing(
                    Enum.Parse<SupplierStatus>(row.GetString(1)),
                    row.TextOrNull(2) is { } scope ? Enum.Parse<HoldScope>(scope) : null,
                    row.GetString(3),
                    row.GetString(4),
                    row.IsDBNull(5) ? null : row.GetInt32(5),
                    row.IsDBNull(6) ? null : row.GetInt32(6),
                    row.IsDBNull(7) ? null : row.GetInt32(7)
                )
            );
        return found;
    }

    private static async Task<List<SupplierHeaderView>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var suppliers = new List<SupplierHeaderView>();
        while (await row.ReadAsync(ct))
            suppliers.Add(
                new SupplierHeaderView
                {
                    Id = new SupplierId(row.GetGuid(0)).ToString(),
                    Code = row.GetString(1),
                    LegalName = row.GetString(2),
                    Email = row.GetString(3),
                    Country = row.TextOrNull(4),
                    Status = row.GetString(5),
                    Hold = row.TextOrNull(6),
                    RiskScore = row.IsDBNull(7) ? null : row.GetInt32(7),
                    PaymentTermsDays = row.IsDBNull(8) ? null : row.GetInt32(8),
                    PreferredCurrency = row.TextOrNull(9),
                    DocumentsValidUntil = row.IsDBNull(10) ? null : Day.Format(row.GetFieldValue<DateOnly>(10)),
                    RegisteredBy = row.GetString(11),
                    Version = row.GetInt64(12),
                    CreatedAt = row.GetFieldValue<DateTimeOffset>(13),
                    UpdatedAt = row.GetFieldValue<DateTimeOffset>(14),
                    ApprovedAt = row.MomentOrNull(15),
                }
            );
        return suppliers;
    }
}
