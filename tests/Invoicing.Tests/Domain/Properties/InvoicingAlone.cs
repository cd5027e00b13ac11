namespace Invoicing.Tests.Domain.Properties;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Invoicing.Adapters;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using TestKit;

/// <summary>The module on its own, with neighbours who know every supplier and every order.</summary>
internal static class InvoicingAlone
{
    /// <summary>In memory.</summary>
    public static ServiceProvider Build() => Build(EnvironmentFile.Load("test"));

    public static ServiceProvider Build(Dictionary<string, string> environment)
    {
        var env = new EnvironmentReader(environment);
        var settings = HostSettings.Read(env);
        var invoicing = InvoicingModule.Read(env, settings.Outgoing);
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton(TimeProvider.System);
        if (settings.Database is { } database)
            services.AddPostgres(database, settings.Pool);
        services.AddSingleton(settings.Retry).AddSingleton(settings.Breaker).AddSingleton(settings.Outgoing);
        invoicing.AddInvoicing(services, inMemory: settings.Database is null);
        services.Replace(ServiceDescriptor.Scoped<ISupplierDirectory, KnownSuppliers>());
        services.Replace(ServiceDescriptor.Scoped<IOrderDirectory, KnownOrders>());
        Assert.That(env.Complaint, Is.Null);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    private sealed class KnownSuppliers : ISupplierDirectory
    {
        public Task<SupplierTerms?> TermsOf(SupplierId supplier, CancellationToken ct) =>
            Task.FromResult<SupplierTerms?>(new SupplierTerms(30, null, new PayeeStanding(1, IsHeld: false)));

        public Task<Payee?> PayeeOf(SupplierId supplier, CancellationToken ct) => Task.FromResult<Payee?>(null);
    }

    private sealed class KnownOrders : IOrderDirectory
    {
        public Task<OrderStanding?> Find(PurchaseOrderId order, CancellationToken ct) =>
            Task.FromResult<OrderStanding?>(new OrderStanding(Made.Supplier, "EUR", IsIssued: true, IsCancelled: false));
    }
}
