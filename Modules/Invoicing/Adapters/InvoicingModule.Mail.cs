namespace Procurement.Invoicing.Adapters;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Health;
using Procurement.Invoicing.Adapters.Events;
using Procurement.Invoicing.Adapters.Neighbours;
using Procurement.Invoicing.Adapters.Remote;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;

/// <summary>How suppliers are told of what happens.</summary>
public sealed partial class InvoicingModule
{
    private readonly MailSettings mail;

    private void AddMail(IServiceCollection services)
    {
        services.AddSingleton(mail);
        services.AddSingleton<IMailCarrier>(_ =>
            mail switch
            {
                { Smtp: { } server } => new SmtpCarrier(server),
                { Transport: MailTransport.Folder, Folder: { } folder } => new FolderCarrier(folder),
                _ => new NoCarrier(),
            }
        );
        services.AddSingleton<MailNotifier>();
        services.AddSingleton<ISupplierNotifier>(provider => provider.GetRequiredService<MailNotifier>());
        services.AddScoped<ISupplierContacts, SupplierContacts>().AddScoped<AddressSupplier>().AddScoped<TellSupplier>();
        if (mail.Transport == MailTransport.Smtp)
            services.AddSingleton<IReadinessCheck>(provider => new BreakerCheck(provider.GetRequiredService<MailNotifier>().Breaker));
        NoticeConsumers.Subscribe(services);
    }
}
