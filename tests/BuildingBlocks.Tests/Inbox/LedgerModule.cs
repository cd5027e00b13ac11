namespace BuildingBlocks.Tests.Inbox;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>A module of one aggregate, with an inbox and an outgoing table of the kind that messaging will bring.</summary>
internal sealed class LedgerModule
{
    public static readonly Error NameTaken = Error.Conflict("NAME_TAKEN", "Another account has this name.");

    private const string Tables = """
        CREATE TABLE ledger.accounts (
            id uuid PRIMARY KEY, version bigint NOT NULL, name text NOT NULL CONSTRAINT accounts_name_key UNIQUE, balance bigint NOT NULL
        );
        CREATE TABLE ledger.letters (seq bigint PRIMARY KEY, account uuid NOT NULL, name text NOT NULL, amount bigint NOT NULL);
        CREATE TABLE ledger.outgoing (seq bigint PRIMARY KEY, account uuid NOT NULL, amount bigint NOT NULL);
        CREATE TABLE ledger.dead (seq bigint PRIMARY KEY);
        INSERT INTO ledger.accounts VALUES (gen_random_uuid(), 1, 'taken', 0);
        """;

    public static ServiceProvider Build(string url)
    {
        var services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton(TimeProvider.System);
        services.AddPostgres(DatabaseAddress.Parse(url).Value, new PoolSettings(16, 0, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5)));
        services.AddPostgresModule<LedgerModule, LedgerContext>("ledger");
        services.AddScoped<IRepository<Account, AccountId>, PostgresAccounts>();
        return services.BuildServiceProvider();
    }

    public static Task Create(NpgsqlDataSource database) =>
        Execute(database, $"CREATE SCHEMA ledger; {ModuleTables.Sql("ledger")} {ModuleTables.InboxIndex("ledger")} {Tables}");

    /// <summary>
    /// Adds messages behind those that are there. Few accounts, so that consumers race for them; every tenth message asks for an account
    /// under a name that is taken, and is refused.
    /// </summary>
    public static Task Send(NpgsqlDataSource database, int messages) =>
        Execute(
            database,
            $"""
            WITH last AS (SELECT count(*) AS seq FROM (TABLE ledger.letters UNION ALL SELECT seq, account, '', amount FROM ledger.outgoing
                UNION ALL SELECT seq, NULL, '', 0 FROM ledger.dead) AS known)
            INSERT INTO ledger.letters
            SELECT last.seq + n,
                CASE WHEN n % 10 = 0 THEN gen_random_uuid() ELSE md5((n % 5)::text)::uuid END,
                CASE WHEN n % 10 = 0 THEN 'taken' ELSE 'account ' || n % 5 END,
                n
            FROM last, generate_series(1, {messages}) AS n
            """
        );

    public static async Task Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

internal sealed class LedgerContext(DbContextOptions<LedgerContext> options) : ModuleContext(options)
{
    private static readonly IReadOnlyDictionary<string, Error> Known = new Dictionary<string, Error>
    {
        ["accounts_pkey"] = Error.Stale,
        ["accounts_name_key"] = LedgerModule.NameTaken,
        // Another consumer has put the message aside in between.
        ["dead_pkey"] = Error.Stale,
    };

    protected override string Schema => "ledger";

    protected internal override IReadOnlyDictionary<string, Error> Refusals => Known;

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Account>().ToTable("accounts").Property(account => account.Title).HasColumnName("name");
        model.Entity<Message>().ToTable("letters").HasKey(message => message.Seq);
        model.Entity<Outgoing>().ToTable("outgoing").HasKey(row => row.Seq);
        model.Entity<Dead>().ToTable("dead").HasKey(row => row.Seq);
    }
}

internal sealed class PostgresAccounts(LedgerContext context, NewRows<LedgerModule> added)
    : PostgresRepository<LedgerModule, LedgerContext, Account, AccountId>(context, added)
{
    private static readonly Func<LedgerContext, AccountId, CancellationToken, Task<Account?>> Load = EF.CompileAsyncQuery(
        (LedgerContext c, AccountId id, CancellationToken ct) => c.Set<Account>().AsTracking().FirstOrDefault(account => account.Id == id)
    );

    protected override Func<LedgerContext, AccountId, CancellationToken, Task<Account?>> Query => Load;
}

internal sealed record Message(long Seq, Guid Account, string Name, long Amount);

internal sealed record Outgoing(long Seq, Guid Account, long Amount);

internal sealed record Dead(long Seq);
