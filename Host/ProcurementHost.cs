namespace Procurement.Host;

using System.Data.Common;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Health;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Lifetime;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Composition;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Startup;
using Procurement.Host.Operations;
using Procurement.Invoicing.Adapters;
using Procurement.Purchasing.Adapters;
using Procurement.Supplier.Adapters;

/// <summary>The configuration is missing something or wrong; the message names every variable, in one line.</summary>
internal sealed class ConfigurationException(string complaint) : Exception(complaint);

/// <summary>What host and modules are told; <see cref="EnvironmentReader.Complaint"/> says what is wrong with it.</summary>
internal sealed record Settings(
    HostSettings Host,
    MessagingSettings Messaging,
    SupplierModule Supplier,
    PurchasingModule Purchasing,
    InvoicingModule Invoicing
)
{
    public static Settings Read(EnvironmentReader env)
    {
        var host = HostSettings.Read(env);
        return new(
            host,
            MessagingConfiguration.Read(env),
            SupplierModule.Read(env, host.Outgoing),
            PurchasingModule.Read(env),
            InvoicingModule.Read(env, host.Outgoing)
        );
    }
}

/// <summary>
/// The composition root: every infrastructure choice of the process, top to bottom. Production and tests come through here.
/// </summary>
internal static class ProcurementHost
{
    /// <summary>Builds the application; nothing listens yet.</summary>
    /// <param name="environment">Variables by name.</param>
    /// <param name="replace">Tests put their own parts in here: a clock, a fake neighbour; and a verb, where its logs go.</param>
    /// <exception cref="ConfigurationException">A variable is missing or wrong.</exception>
    public static WebApplication Build(IReadOnlyDictionary<string, string> environment, Action<IServiceCollection>? replace = null)
    {
        var env = new EnvironmentReader(environment);
        var (settings, messaging, supplier, purchasing, invoicing) = Settings.Read(env);
        if (env.Complaint is { } complaint)
            throw new ConfigurationException(complaint);
        if (messaging.Transport == EventTransport.Kafka && KafkaLibrary.Complaint() is { } missing)
            throw new ConfigurationException(missing);
        // Whatever APP_ENV says, the framework adds nothing of its own for developers: our faults are answered in one way.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        // Nor does it read settings of its own, from files or variables that no page of ours names.
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
        var services = builder.Services;

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings).AddSingleton(settings.Retry).AddSingleton(settings.Pool);
        services.AddSingleton(settings.Breaker).AddSingleton(settings.Outgoing);
        services.AddDrain(settings.ShutdownDelay);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);

        if (settings.Database is { } database)
            services.AddPostgres(database, settings.Pool).AddDatabaseReadiness(database).AddAnswerPruning(settings.IdempotencyRetention);
        var inMemory = settings.Database is null;
        supplier.AddSupplier(services, inMemory);
        purchasing.AddPurchasing(services, inMemory);
        invoicing.AddInvoicing(services, inMemory);
        services.DecorateAllPorts();
        services.AddMessaging(messaging, inMemory);

        builder.Logging.UseJsonLines(settings.LogLevel);
        if (settings.MetricsListen is not null)
            services.AddMetricsPage(settings.MetricsNamespace);
        services.AddTraces(settings.Tracing);
        services.AddReadiness();
        services.AddTokenAuthentication(settings.Auth).AddRolePolicies();
        services.AddHttpPipeline();
        replace?.Invoke(services);

        // Whoever has read a request goes on with it, and whoever answers sends (ADR 33).
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limits.Apply(kestrel, settings.Listen);
            kestrel.ListenForMetrics(settings.MetricsListen);
        });
        var app = builder.Build();
        app.UsePipeline(settings);
        return app;
    }

    private static void UsePipeline(this WebApplication app, HostSettings settings)
    {
        app.UseDrain();
        app.UseSecurityHeaders();
        if (settings.MetricsListen is not null)
            app.UseMetricsPage();
        app.UseAccessLog();
        app.UseHttpPipeline();
        app.UseTrustedProxies(settings.RateLimit);
        app.UseHeadAsGet();
        app.UseDocumentationPage();
        app.UseRouting();
        app.UseRequestLimit();
        app.UseAuthentication();
        app.UseRateLimits(settings.RateLimit);
        app.UseAuthorization();

        app.MapHealth();
        app.MapDocument();
        app.MapEventDocument();
        SupplierModule.MapSupplier(app);
        PurchasingModule.MapPurchasing(app);
        InvoicingModule.MapInvoicing(app);
        app.MapOperations();
    }

    /// <summary>The database is reached, and its schema current, before the port opens.</summary>
    /// <returns>What is wrong, in one line; null when nothing is.</returns>
    public static async Task<string?> PrepareDatabase(this WebApplication app, CancellationToken ct)
    {
        if (app.Services.GetService<SchemaMigrator>() is not { } migrator)
            return null;
        // Not waited for here: readiness waits.
        _ = app.Services.GetRequiredService<WarmUp>().Begin();
        try
        {
            if (app.Services.GetRequiredService<HostSettings>().MigrateOnStart)
                await migrator.Migrate(ct);
            var pending = await migrator.Pending(ct);
            return pending.Count == 0
                ? null
                : $"procurement: the database lacks {string.Join(", ", pending)}; run 'procurement migrate' or set MIGRATE_ON_START=true";
        }
        catch (Exception e) when (DatabaseComplaint(e) is { } complaint)
        {
            return complaint;
        }
    }

    /// <summary>What is wrong with the database, in one line; null when that is not what is wrong.</summary>
    public static string? DatabaseComplaint(Exception fault) =>
        PostgresFaults.Refusal(fault) is { } refusal ? $"procurement: the database that DATABASE_URL names refuses: {refusal}"
        : Cause(fault) is { SqlState: not null } said
            // The first line says it, the rest is detail.
            ? $"procurement: the database that DATABASE_URL names refuses: {said.Message.Split('\n')[0].TrimEnd()}"
        : Cause(fault) is not null || PostgresFaults.IsUnavailable(fault)
            ? "procurement: the database that DATABASE_URL names cannot be reached"
        : null;

    private static DbException? Cause(Exception? fault) => fault is null or DbException ? (DbException?)fault : Cause(fault.InnerException);
}
