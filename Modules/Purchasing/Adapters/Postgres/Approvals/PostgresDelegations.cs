namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class PostgresDelegationRepository(PurchasingContext context, NewRows<PurchasingModule> added)
    : PostgresRepository<PurchasingModule, PurchasingContext, Delegation, DelegationId>(context, added)
{
    private static readonly Func<PurchasingContext, DelegationId, CancellationToken, Task<Delegation?>> Load = EF.CompileAsyncQuery(
        (PurchasingContext c, DelegationId id, CancellationToken ct) =>
            c.Delegations.AsTracking().FirstOrDefault(delegation => delegation.Id == id)
    );

    protected override Func<PurchasingContext, DelegationId, CancellationToken, Task<Delegation?>> Query => Load;
}

/// <summary>One statement a call.</summary>
internal sealed class PostgresDelegations(NpgsqlDataSource database, TimeProvider clock) : IDelegations, IDelegationQueries
{
    private const string Columns = "id, delegator, deputy, level, from_date, until_date, status, created_at, revoked_at, version";

    private const string Held = """
        SELECT delegator, level FROM purchasing.delegations
        WHERE status = 'Active' AND deputy_key = $1 AND from_date <= $2 AND until_date >= $2
        """;

    // One statement sees one moment: no delegation is among the others whose number the last does not count.
    private const string Known = """
        SELECT last.number, d.delegator, d.deputy, d.from_date, d.until_date
        FROM (SELECT coalesce(max(number), 0) AS number FROM purchasing.delegations) AS last
        LEFT JOIN purchasing.delegations d ON d.status = 'Active' AND d.from_date <= $2 AND d.until_date >= $1
        """;

    private const string Listed = $"""
        SELECT {Columns} FROM purchasing.delegations
        WHERE (delegator_key = $1 OR deputy_key = $1) AND id < $2 AND ($5 IS NULL OR (status = 'Active' AND until_date >= $3) = $5)
        ORDER BY id DESC LIMIT $4
        """;

    /// <summary>Behind every identifier that there can be.</summary>
    private static readonly Guid Latest = Guid.AllBitsSet;

    public async Task<IReadOnlyList<DelegatedAuthority>> HeldBy(string subject, DateOnly day, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Held);
        command.Parameters.With(Person.Key(subject)).With(day);
        await using var row = await command.ExecuteReaderAsync(ct);
        var held = new List<DelegatedAuthority>();
        while (await row.ReadAsync(ct))
            held.Add(new DelegatedAuthority(row.GetString(0), Enum.Parse<ApprovalLevel>(row.GetString(1))));
        return held;
    }

    public async Task<KnownDelegations> During(Period days, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Known);
        command.Parameters.With(days.From).With(days.Until);
        await using var row = await command.ExecuteReaderAsync(ct);
        var (last, handovers) = (0L, new List<Handover>());
        while (await row.ReadAsync(ct))
        {
            last = row.GetInt64(0);
            if (!row.IsDBNull(1))
                handovers.Add(
                    new Handover(
                        row.GetString(1),
                        row.GetString(2),
                        new Period(row.GetFieldValue<DateOnly>(3), row.GetFieldValue<DateOnly>(4))
                    )
                );
        }
        return new KnownDelegations(last, handovers);
    }

    public async Task<DelegationView?> Find(DelegationId id, string subject, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"SELECT {Columns} FROM purchasing.delegations WHERE id = $1 AND $2 IN (delegator_key, deputy_key)"
        );
        command.Parameters.With(id.Value).With(Person.Key(subject));
        return (await Read(command, ct)).SingleOrDefault();
    }

    public async Task<Page<DelegationView>> List(DelegationFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Listed);
        command
            .Parameters.With(Person.Key(filter.Subject))
            .With(filter.After ?? Latest)
            .With(DateOnly.FromDateTime(clock.Now().UtcDateTime))
            .With(filter.Limit + 1);
        command.Parameters.Add(
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Boolean, Value = (object?)filter.IsActive ?? DBNull.Value }
        );
        return ListConditions.Page(await Read(command, ct), filter.Limit, shown => TypedId.Parse<DelegationId>(shown.Id).Value.Value);
    }

    private static async Task<List<DelegationView>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<DelegationView>();
        while (await row.ReadAsync(ct))
            found.Add(
                new DelegationView
                {
                    Id = new DelegationId(row.GetGuid(0)).ToString(),
                    From = row.GetString(1),
                    To = row.GetString(2),
                    Level = row.GetString(3),
                    FromDate = Day.Format(row.GetFieldValue<DateOnly>(4)),
                    UntilDate = Day.Format(row.GetFieldValue<DateOnly>(5)),
                    Status = row.GetString(6),
                    CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
                    RevokedAt = row.MomentOrNull(8),
                    Version = row.GetInt64(9),
                }
            );
        return found;
    }
}
