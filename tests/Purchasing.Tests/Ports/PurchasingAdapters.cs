namespace Purchasing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Adapters;
using Procurement.Purchasing.Adapters.Postgres;
using Procurement.Purchasing.Ports;
using Procurement.Supplier.Contracts;
using TestKit;

internal sealed class InMemoryPurchasingAdapters : PurchasingPortSuite
{
    [OneTimeSetUp]
    public void Start() => Services = PurchasingAlone.Build(EnvironmentFile.Load("test"));

    [OneTimeTearDown]
    public Task Stop() => Services.DisposeAsync().AsTask();
}

internal sealed class PostgresPurchasingAdapters : PurchasingPortSuite
{
    private string database = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await Postgres.CreateDatabase("purchasing_ports");
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = database;
        Services = PurchasingAlone.Build(env);
        await Services.GetRequiredService<SchemaMigrator>().Migrate(default);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await Services.DisposeAsync();
        await Postgres.DropDatabase(database);
    }

    [Test]
    public async Task The_mapping_matches_the_schema_that_the_migrations_make()
    {
        await using var scope = Services.CreateAsyncScope();
        await using var data = NpgsqlDataSource.Create(Postgres.ConnectionString(database));

        var differences = await SchemaMatchesModel.Differences(scope.ServiceProvider.GetRequiredService<PurchasingContext>(), data);

        Assert.That(differences, Is.Empty);
    }

    [Test]
    public async Task Migrating_again_changes_nothing()
    {
        var migrator = Services.GetRequiredService<SchemaMigrator>();

        await Task.WhenAll(migrator.Migrate(default), migrator.Migrate(default));

        Assert.That(await migrator.Pending(default), Is.Empty);
    }

    [Test]
    public async Task Callers_that_need_a_number_of_a_database_that_is_away_wait_together()
    {
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = database;
        env["DB_MAX_CONNS"] = "2";
        await using var busy = PurchasingAlone.Build(env);
        var pool = busy.GetRequiredService<NpgsqlDataSource>();
        await using var first = pool.CreateCommand("SELECT 1");
        await using var second = pool.CreateCommand("SELECT 1");
        await using var one = await first.ExecuteReaderAsync(default);
        await using var other = await second.ExecuteReaderAsync(default);
        var numbers = busy.GetRequiredService<IOrderNumbers>();
        var started = TimeProvider.System.GetTimestamp();

        var calls = Enumerable.Range(0, 5).Select(_ => numbers.Next(default).AsTask()).ToList();

        foreach (var call in calls)
            await Assert.ThrowsAsync<NpgsqlException>(() => call);
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(4)));
    }
}

/// <summary>The module on its own, its neighbour faked, as the host would wire it.</summary>
internal static class PurchasingAlone
{
    public static ServiceProvider Build(Dictionary<string, string> environment)
    {
        var env = new EnvironmentReader(environment);
        var settings = HostSettings.Read(env);
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ISupplierApi, ApprovedSuppliers>();
        if (settings.Database is { } database)
            services.AddPostgres(database, settings.Pool);
        PurchasingModule.Read(env).AddPurchasing(services, inMemory: settings.Database is null);
        Assert.That(env.Complaint, Is.Null);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class ApprovedSuppliers : ISupplierApi
    {
        public Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct) =>
            Task.FromResult<SupplierStanding?>(new SupplierStanding(supplierId, SupplierStatus.Approved, true));
    }
}
