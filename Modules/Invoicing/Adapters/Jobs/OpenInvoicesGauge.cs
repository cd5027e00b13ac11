namespace Procurement.Invoicing.Adapters.Jobs;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Invoicing.Ports;

/// <summary>
/// Tells how many invoices are open and what they amount to. Every process looks by itself, however often somebody reads the page; what could not
/// be looked at is not told.
/// </summary>
internal sealed partial class OpenInvoicesGauge : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly IInvoiceQueries invoices;
    private readonly TimeProvider clock;
    private readonly ILogger<OpenInvoicesGauge> log;
    private volatile IReadOnlyList<OpenAmount> present = [];

    public OpenInvoicesGauge(IInvoiceQueries invoices, IMeterFactory meters, TimeProvider clock, ILogger<OpenInvoicesGauge> log)
    {
        (this.invoices, this.clock, this.log) = (invoices, clock, log);
        var meter = meters.Create("Procurement");
        meter.CreateObservableGauge(
            "invoices_open",
            () => present.Select(open => Measured(open, open.Count)),
            description: "Invoices that are neither void nor paid"
        );
        meter.CreateObservableGauge(
            "invoices_open_minor_units",
            () => present.Select(open => Measured(open, (double)open.Minor)),
            description: "What is to be paid for open invoices, in minor units of their currency"
        );
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodically.Run(Interval, clock, Look, Failed, stoppingToken);

    private async Task Look(CancellationToken ct) => present = await invoices.Open(ct);

    private void Failed(Exception fault)
    {
        present = [];
        NotRead(log, fault.Message.Split('\n')[0].TrimEnd());
    }

    private static Measurement<double> Measured(OpenAmount open, double value) =>
        new(value, new("status", open.Status), new KeyValuePair<string, object?>("currency", open.Currency));

    [LoggerMessage(LogLevel.Information, "The open invoices could not be read: {Reason}")]
    private static partial void NotRead(ILogger log, string reason);
}
