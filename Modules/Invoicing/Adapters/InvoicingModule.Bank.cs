namespace Procurement.Invoicing.Adapters;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Health;
using Procurement.Invoicing.Adapters.Jobs;
using Procurement.Invoicing.Adapters.Remote;
using Procurement.Invoicing.Ports;

/// <summary>Who carries payments out.</summary>
public sealed partial class InvoicingModule
{
    private static void AddBank(IServiceCollection services, BankSettings bank)
    {
        if (bank.Address is null)
        {
            services.AddSingleton<IBankingPort, NoBank>();
            return;
        }
        services.AddSingleton(bank).AddSingleton<BankClient>().AddSingleton<RemoteBank>();
        services.AddSingleton<IBankingPort>(provider => provider.GetRequiredService<RemoteBank>());
        services.AddSingleton<IReadinessCheck>(provider => new BreakerCheck(provider.GetRequiredService<RemoteBank>().Breaker));
        services.AddSingleton(new BankPatience(bank.StatusInterval));
        services.AddSingleton<PaymentDispatcher>().AddHostedService(provider => provider.GetRequiredService<PaymentDispatcher>());
    }
}
