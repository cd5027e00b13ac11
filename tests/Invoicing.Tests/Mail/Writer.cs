namespace Invoicing.Tests.Mail;

using System.Diagnostics.Metrics;
using System.Net;
using MailKit.Net.Smtp;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;
using Procurement.Invoicing.Adapters.Remote;
using Procurement.Invoicing.Ports;

/// <summary>A notifier as the host would make it.</summary>
internal sealed class Writer : IDisposable
{
    public static readonly DateTimeOffset At = new(2026, 1, 31, 9, 15, 0, TimeSpan.Zero);

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private Writer(MailTransport transport, IMailCarrier carrier, TimeProvider? clock = null, int breaks = 1000)
    {
        var time = clock ?? TimeProvider.System;
        var meters = services.GetRequiredService<IMeterFactory>();
        var retry = new RetrySettings(4, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), 0);
        Notifier = new MailNotifier(
            new MailSettings(transport, new MailboxAddress("Einkauf Köln", "procurement@example.com"), null, null),
            carrier,
            new Payer("Procurement GmbH", "", "", "", ""),
            new RetryPipeline(retry, time, meters),
            new BreakerSettings(0.5, breaks, TimeSpan.FromMinutes(1)),
            time,
            new CallMetrics(meters, time),
            meters
        );
    }

    public MailNotifier Notifier { get; }

    public static Writer To(
        int port,
        SmtpSecurity security = SmtpSecurity.None,
        string? password = null,
        Action<SmtpClient>? prepare = null,
        TimeProvider? clock = null,
        int breaks = 1000
    )
    {
        var login = password is null ? null : new NetworkCredential("procurement", password);
        var carrier = new SmtpCarrier(new SmtpSettings("127.0.0.1", port, security, login), prepare);
        return new Writer(MailTransport.Smtp, carrier, clock, breaks);
    }

    public static Writer Into(string folder) => new(MailTransport.Folder, new FolderCarrier(folder));

    public static Writer Nowhere() => new(MailTransport.None, new NoCarrier());

    public static MailTo Siam(string identity = "0199a", string address = "a@siam.example", string name = "Siam Paper") =>
        new(address, name, identity, At);

    public Task<Procurement.BuildingBlocks.Result> Dispute(MailTo? to = null, string invoice = "INV-7", string? reason = null) =>
        Notifier.InvoiceDisputed(to ?? Siam(), new DisputeNotice(invoice, "PO-1", "PRI", reason), default);

    public void Dispose() => services.Dispose();
}
