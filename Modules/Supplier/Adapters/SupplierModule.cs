namespace Procurement.Supplier.Adapters;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Composition;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Supplier.Adapters.Api;
using Procurement.Supplier.Adapters.Events;
using Procurement.Supplier.Adapters.Http;
using Procurement.Supplier.Adapters.InMemory;
using Procurement.Supplier.Adapters.Jobs;
using Procurement.Supplier.Adapters.Postgres;
using Procurement.Supplier.Adapters.Remote;
using Procurement.Supplier.Contracts;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

/// <summary>Suppliers, from registration or import to approval, suspension and exclusion, and where they are paid.</summary>
public sealed partial class SupplierModule
{
    private readonly DocumentPolicy documents;
    private readonly CoolingOff coolingOff;
    private readonly ErpSettings erp;

    private SupplierModule(DocumentPolicy documents, CoolingOff coolingOff, ErpSettings erp) =>
        (this.documents, this.coolingOff, this.erp) = (documents, coolingOff, erp);

    /// <summary>The module as it is configured; not to be used when there is a complaint.</summary>
    /// <param name="env">The variables.</param>
    /// <param name="outgoing">Where the process may connect to.</param>
    public static SupplierModule Read(EnvironmentReader env, OutgoingUrls outgoing) =>
        new(
            env.Parse(
                "SUPPLIER_REQUIRED_DOCUMENTS",
                "The kinds of documents that a supplier must have, and that must be valid, to be approved; nothing for none.",
                "comma separated kinds of 1 to 64 characters",
                "insurance,tax-certificate",
                DocumentPolicy.Parse,
                requiredWhen: "always, but may be empty",
                mayBeBlank: true
            ) ?? DocumentPolicy.None,
            new CoolingOff(
                env.Duration(
                    "BANK_ACCOUNT_COOLING_OFF",
                    "How long a confirmed bank account waits before it is paid to, so that the old contact can object.",
                    "72h",
                    TimeSpan.Zero,
                    TimeSpan.FromDays(30)
                )
            ),
            ErpSettings.Read(env, outgoing)
        );

    /// <summary>The module's part of the composition: its use cases and adapters are registered.</summary>
    public void AddSupplier(IServiceCollection services, bool inMemory)
    {
        services.AddSingleton(documents).AddSingleton(coolingOff);
        services.AddScoped<RegisterSupplier>().AddScoped<ImportSupplier>().AddScoped<EditSupplier>().AddScoped<FileDocument>();
        services.AddScoped<ApproveSupplier>().AddScoped<SuspendSupplier>().AddScoped<ReinstateSupplier>().AddScoped<BlacklistSupplier>();
        services.AddScoped<HoldSupplier>().AddScoped<ReleaseSupplier>();
        services.AddScoped<ProposeBankAccount>().AddScoped<ConfirmBankAccount>().AddScoped<VerifyBankAccount>();
        services.AddScoped<FindSupplierStanding>().AddScoped<FindSupplier>();
        services.AddScoped<ISupplierApi, SupplierApi>();
        services.AddSingleton<IPublicEvents<SupplierModule>, SupplierEvents>();
        services.AddSingleton(new PublishedEvents(typeof(ISupplierApi).Assembly));
        services.AddSingleton<BankAccountVerifier>().AddHostedService(provider => provider.GetRequiredService<BankAccountVerifier>());
        AddErp(services, erp);
        if (inMemory)
            AddInMemory(services);
        else
            AddPostgres(services);
    }

    /// <summary>The module's part of the HTTP surface.</summary>
    public static void MapSupplier(IEndpointRouteBuilder routes) => SupplierEndpoints.Map(routes);

    private static void AddPostgres(IServiceCollection services)
    {
        services.AddPostgresModule<SupplierModule, SupplierContext>(SupplierContext.SchemaName);
        services.AddPostgresMessaging<SupplierModule, SupplierContext>(SupplierContext.SchemaName);
        services.AddScoped<IRepository<Supplier, SupplierId>, PostgresSupplierRepository>();
        services.AddWarmUp<PostgresSupplierRepository, Supplier, SupplierId>(new SupplierId(Guid.Empty));
        services.AddSingleton<ISupplierQueries, PostgresSupplierQueries>();
    }

    private static void AddInMemory(IServiceCollection services)
    {
        services.AddInMemoryModule<SupplierModule>().AddInMemoryMessaging<SupplierModule>(SupplierContext.SchemaName);
        services.AddSingleton<InMemoryTable<SupplierModule, Supplier, SupplierId>>();
        services.AddScoped<IRepository<Supplier, SupplierId>, InMemorySupplierRepository>();
        services.AddSingleton<ISupplierQueries, InMemorySupplierQueries>();
    }
}
