namespace Supplier.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Supplier.Adapters;
using Procurement.Supplier.Adapters.Postgres;
using Procurement.Supplier.Domain;
using Supplier.Tests.Domain;
using TestKit;
using TestKit.Ports;
using Supplier = Procurement.Supplier.Domain.Supplier;

internal sealed class InMemorySupplierAdapters : SupplierPortSuite
{
    [OneTimeSetUp]
    public void Start() => Services = SupplierAlone.Build(EnvironmentFile.Load("test"));

    [OneTimeTearDown]
    public Task Stop() => Services.DisposeAsync().AsTask();
}

internal sealed class PostgresSupplierAdapters : SupplierPortSuite
{
    private string database = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await Postgres.CreateDatabase("supplier_ports");
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = database;
        Services = SupplierAlone.Build(env);
        await Services.GetRequiredService<SchemaMigrator>().Migrate(default);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await Services.DisposeAsync();
        await Postgres.DropDatabase(database);
    }

    [TestCase("ALTER TABLE supplier.suppliers ADD extra int", "extra: absent in the model, integer in the schema")]
    [TestCase("ALTER TABLE supplier.suppliers DROP email", "email: text NOT NULL in the model, absent in the schema")]
    [TestCase("ALTER TABLE supplier.suppliers ALTER email DROP NOT NULL", "email: text NOT NULL in the model, text in the schema")]
    [TestCase("ALTER TABLE supplier.suppliers ALTER risk_score TYPE bigint", "risk_score: integer in the model, bigint in the schema")]
    public async Task A_difference_between_model_and_schema_is_told(string change, string difference)
    {
        var own = await Postgres.CreateDatabase("supplier_schema");
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = own;
        await using (var services = SupplierAlone.Build(env))
        {
            await services.GetRequiredService<SchemaMigrator>().Migrate(default);
            await using var data = NpgsqlDataSource.Create(Postgres.ConnectionString(own));
            await using (var command = data.CreateCommand(change))
                await command.ExecuteNonQueryAsync();
            await using var scope = services.CreateAsyncScope();

            var differences = await SchemaMatchesModel.Differences(scope.ServiceProvider.GetRequiredService<SupplierContext>(), data);

            Assert.That(differences, Is.EqualTo(new[] { $"supplier.suppliers.{difference}" }));
        }
        await Postgres.DropDatabase(own);
    }

    [TestCase("iban = 'DE89370400440532013000'", ExpectedResult = "account_is_never_changed")]
    [TestCase("holder = 'Somebody else'", ExpectedResult = "account_is_never_changed")]
    [TestCase("told = '{}'", ExpectedResult = "account_is_never_changed")]
    [TestCase("usable_from = now() - interval '1 day'", ExpectedResult = "account_is_never_changed")]
    [TestCase("confirmed_by = NULL, confirmed_at = NULL, usable_from = NULL", ExpectedResult = "account_is_never_changed")]
    [TestCase("state = 'Verified', verified_at = now()", ExpectedResult = "used_after_cooling_off")]
    [TestCase("state = 'Replaced'", ExpectedResult = null)]
    public async Task<string?> The_schema_keeps_what_two_people_have_agreed_on(string change)
    {
        var supplier = Suppliers.Approved();
        Assert.That(supplier.ProposeBankAccount(Parts.Account(), Actor.Of("sam"), Suppliers.Now).Error, Is.Null);
        var later = TimeProvider.System.GetUtcNow() - Suppliers.Now + TimeSpan.FromDays(1);
        Assert.That(supplier.ConfirmBankAccount(later, Actor.Of("fay"), Suppliers.Now).Error, Is.Null);
        await Units.Committed(supplier);
        await using var session = new NpgsqlConnection(Postgres.ConnectionString(database));
        await session.OpenAsync();

        return await SupplierOnPostgres.Refusal(
            session,
            $"UPDATE supplier.bank_accounts SET {change} WHERE supplier_id = '{supplier.Id.Value}'"
        );
    }
}

/// <summary>Suppliers inside the transactions of others.</summary>
internal sealed class SupplierOnPostgres : PostgresSuite<SupplierModule, SupplierContext, Supplier, SupplierId>
{
    protected override IPortSubject<Supplier, SupplierId> Subject { get; } = new SupplierSubject();

    protected override ServiceProvider Build(Dictionary<string, string> environment) => SupplierAlone.Build(environment);

    [TestCase("status = 'Blacklisted', blacklist_reason = 'fraud'", ExpectedResult = null, Description = "it needs no approval")]
    [TestCase("status = 'Blacklisted'", ExpectedResult = "blacklisted_has_reason")]
    [TestCase("blacklist_reason = 'fraud'", ExpectedResult = "blacklisted_has_reason")]
    [TestCase("suspension_reason = 'late'", ExpectedResult = "suspended_has_reason")]
    [TestCase("status = 'Approved'", ExpectedResult = "approved_has_approver")]
    [TestCase("approved_by = 'sam'", ExpectedResult = "approver_is_not_registrar")]
    [TestCase("street = 'Storgatan 1'", ExpectedResult = "address_is_whole")]
    [TestCase("hold_scope = 'All'", ExpectedResult = "hold_is_whole")]
    public async Task<string?> The_schema_keeps_the_rules_between_columns(string change)
    {
        await using var session = new NpgsqlConnection(Postgres.ConnectionString(Database));
        await session.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using var supplier = new NpgsqlCommand(
            """
            INSERT INTO supplier.suppliers (id, version, code, legal_name, search_name, email, status, registered_by, created_at, updated_at)
            VALUES (gen_random_uuid(), 1, 'ZZ-999999', 'Siam Paper', 'SIAM PAPER', 'a@siam.example', 'Pending', 'sam', now(), now())
            """,
            session
        );
        await supplier.ExecuteNonQueryAsync();
        return await Refusal(session, $"UPDATE supplier.suppliers SET {change} WHERE code = 'ZZ-999999'");
    }

    internal static async Task<string?> Refusal(NpgsqlConnection session, string sql)
    {
        await using var update = new NpgsqlCommand(sql, session);
        try
        {
            await update.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.UniqueViolation)
        {
            return e.ConstraintName;
        }
    }
}

/// <summary>The module on its own, as the host would wire it.</summary>
internal static class SupplierAlone
{
    public static ServiceProvider Build(Dictionary<string, string> environment)
    {
        var env = new EnvironmentReader(environment);
        var settings = HostSettings.Read(env);
        var supplier = SupplierModule.Read(env, settings.Outgoing);
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton(TimeProvider.System);
        if (settings.Database is { } database)
            services.AddPostgres(database, settings.Pool);
        services.AddSingleton(settings.Retry).AddSingleton(settings.Breaker).AddSingleton(settings.Outgoing);
        supplier.AddSupplier(services, inMemory: settings.Database is null);
        Assert.That(env.Complaint, Is.Null);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
