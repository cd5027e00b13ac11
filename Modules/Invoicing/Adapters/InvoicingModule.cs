namespace Procurement.Invoicing.Adapters;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Composition;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Invoicing.Adapters.Events;
using Procurement.Invoicing.Adapters.Http;
using Procurement.Invoicing.Adapters.InMemory;
using Procurement.Invoicing.Adapters.Jobs;
using Procurement.Invoicing.Adapters.Neighbours;
using Procurement.Invoicing.Adapters.Postgres;
using Procurement.Invoicing.Adapters.Remote;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;

/// <summary>Suppliers' invoices, from registration over the three-way match to payment.</summary>
public sealed partial class InvoicingModule
{
    private readonly InvoicingSettings settings;
    private readonly BankSettings bank;

    private InvoicingModule(InvoicingSettings settings, BankSettings bank, MailSettings mail) =>
        (this.settings, this.bank, this.mail) = (settings, bank, mail);

    /// <summary>The module as it is configured; not to be used when there is a complaint.</summary>
    /// <param name="env">The variables.</param>
    /// <param name="outgoing">Where the process may connect to.</param>
    public static InvoicingModule Read(EnvironmentReader env, OutgoingUrls outgoing) =>
        new(InvoicingSettings.Read(env), BankSettings.Read(env, outgoing), MailSettings.Read(env, outgoing));

    /// <summary>The module's part of the composition: its use cases and adapters are registered.</summary>
    public void AddInvoicing(IServiceCollection services, bool inMemory)
    {
        services.AddSingleton(settings).AddSingleton(settings.Policy).AddSingleton(settings.Payer);
        AddUseCases(services);
        services.AddScoped<ISupplierDirectory, SupplierDirectory>().AddScoped<IOrderDirectory, OrderDirectory>();
        AddBank(services, bank);
        services.AddSingleton<IPaymentFiles, SepaFiles>();
        services.AddSingleton<IPublicEvents<InvoicingModule>, InvoicingEvents>();
        services.AddSingleton(new PublishedEvents(typeof(Contracts.InvoiceRegistered).Assembly));
        services.AddSingleton(new RepoName(typeof(InvoicingModule), "invoice_repository"));
        services.AddSingleton<InvoiceReminder>().AddHostedService(provider => provider.GetRequiredService<InvoiceReminder>());
        services.AddSingleton<OpenInvoicesGauge>().AddHostedService(provider => provider.GetRequiredService<OpenInvoicesGauge>());
        services.AddSingleton<DailyPaymentRun>().AddHostedService(provider => provider.GetRequiredService<DailyPaymentRun>());
        InvoicingConsumers.Subscribe(services);
        AddMail(services);
        if (inMemory)
            AddInMemory(services);
        else
            AddPostgres(services);
    }

    /// <summary>The module's part of the HTTP surface.</summary>
    public static void MapInvoicing(IEndpointRouteBuilder routes) => InvoiceEndpoints.Map(routes);

    private static void AddUseCases(IServiceCollection services)
    {
        services.AddScoped<CheckInvoice>().AddScoped<MatchInvoice>().AddScoped<WithdrawInvoice>().AddScoped<ResumeMatch>();
        services.AddScoped<RegisterInvoice>().AddScoped<CorrectInvoice>().AddScoped<AssignOrder>().AddScoped<RemindOfInvoice>();
        services.AddScoped<DisputeInvoice>().AddScoped<VoidInvoice>();
        services
            .AddScoped<CopyOrder>()
            .AddScoped<ExpectCredits>()
            .AddScoped<AgreeOnTolerance>()
            .AddScoped<ExplainMatch>()
            .AddScoped<SimulateMatch>();
        services.AddScoped<RegisterCreditNote>().AddScoped<SetCreditOff>().AddScoped<ReleaseCredits>();
        services.AddScoped<SchedulePayment>().AddScoped<ReversePayment>().AddScoped<RetryPayment>();
        services.AddScoped<PlanPaymentRun>().AddScoped<HandOutPaymentRun>().AddScoped<DisbursePayment>();
        services.AddScoped<BeginTransfer>().AddScoped<TransferPayment>().AddScoped<RecordTransfer>().AddScoped<ReadBankAnswer>();
    }

    private static void AddPostgres(IServiceCollection services)
    {
        services.AddPostgresModule<InvoicingModule, InvoicingContext>(InvoicingContext.SchemaName);
        services.AddPostgresMessaging<InvoicingModule, InvoicingContext>(InvoicingContext.SchemaName);
        services.AddScoped<IRepository<Invoice, InvoiceId>, PostgresInvoiceRepository>();
        services.AddWarmUp<PostgresInvoiceRepository, Invoice, InvoiceId>(new InvoiceId(Guid.Empty));
        services.AddScoped<IRepository<OrderCopy, PurchaseOrderId>, PostgresOrderCopyRepository>();
        services.AddWarmUp<PostgresOrderCopyRepository, OrderCopy, PurchaseOrderId>(new PurchaseOrderId(Guid.Empty));
        services.AddScoped<IRepository<CreditNote, CreditNoteId>, PostgresCreditNoteRepository>();
        services.AddScoped<IRepository<Payment, PaymentId>, PostgresPaymentRepository>();
        services.AddScoped<IRepository<PaymentRun, PaymentRunId>, PostgresPaymentRunRepository>();
        services.AddSingleton<IInvoiceQueries, PostgresInvoiceQueries>().AddSingleton<IInvoiceFacts, PostgresInvoiceQueries>();
        services.AddSingleton<IOrderCopyQueries, PostgresOrderCopyQueries>();
        services.AddSingleton<ICreditNoteQueries, PostgresCreditNoteQueries>();
        services.AddSingleton<IPaymentQueries, PostgresPaymentQueries>().AddSingleton<IPaymentRunQueries, PostgresPaymentRunQueries>();
        services.AddScoped<IBillings, PostgresBillings>().AddScoped<IOrderTurns, PostgresOrderTurns>();
    }

    private static void AddInMemory(IServiceCollection services)
    {
        services.AddInMemoryModule<InvoicingModule>().AddInMemoryMessaging<InvoicingModule>(InvoicingContext.SchemaName);
        services.AddSingleton<InMemoryTable<InvoicingModule, Invoice, InvoiceId>>();
        services.AddSingleton<InMemoryTable<InvoicingModule, OrderCopy, PurchaseOrderId>>();
        services.AddSingleton<InMemoryTable<InvoicingModule, CreditNote, CreditNoteId>>();
        services.AddSingleton<InMemoryTable<InvoicingModule, Payment, PaymentId>>();
        services.AddSingleton<InMemoryTable<InvoicingModule, PaymentRun, PaymentRunId>>();
        services.AddScoped<IRepository<Invoice, InvoiceId>, InMemoryInvoiceRepository>();
        services.AddScoped<IRepository<OrderCopy, PurchaseOrderId>, InMemoryOrderCopyRepository>();
        services.AddScoped<IRepository<CreditNote, CreditNoteId>, InMemoryCreditNoteRepository>();
        services.AddScoped<IRepository<Payment, PaymentId>, InMemoryPaymentRepository>();
        services.AddScoped<IRepository<PaymentRun, PaymentRunId>, InMemoryPaymentRunRepository>();
        services.AddSingleton<IInvoiceQueries, InMemoryInvoiceQueries>().AddSingleton<IInvoiceFacts, InMemoryInvoiceQueries>();
        services.AddSingleton<IOrderCopyQueries, InMemoryOrderCopyQueries>();
        services.AddSingleton<ICreditNoteQueries, InMemoryCreditNoteQueries>();
        services.AddSingleton<IPaymentQueries, InMemoryPaymentQueries>().AddSingleton<IPaymentRunQueries, InMemoryPaymentRunQueries>();
        services.AddScoped<IBillings, InMemoryBillings>().AddScoped<IOrderTurns, InMemoryOrderTurns>();
    }
}
