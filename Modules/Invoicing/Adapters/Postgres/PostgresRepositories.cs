namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class PostgresInvoiceRepository(InvoicingContext context, NewRows<InvoicingModule> added)
    : PostgresRepository<InvoicingModule, InvoicingContext, Invoice, InvoiceId>(context, added)
{
    private static readonly Func<InvoicingContext, InvoiceId, CancellationToken, Task<Invoice?>> Load = EF.CompileAsyncQuery(
        (InvoicingContext c, InvoiceId id, CancellationToken ct) => c.Invoices.AsTracking().FirstOrDefault(invoice => invoice.Id == id)
    );

    protected override Func<InvoicingContext, InvoiceId, CancellationToken, Task<Invoice?>> Query => Load;
}

internal sealed class PostgresOrderCopyRepository(InvoicingContext context, NewRows<InvoicingModule> added)
    : PostgresRepository<InvoicingModule, InvoicingContext, OrderCopy, PurchaseOrderId>(context, added)
{
    private static readonly Func<InvoicingContext, PurchaseOrderId, CancellationToken, Task<OrderCopy?>> Load = EF.CompileAsyncQuery(
        (InvoicingContext c, PurchaseOrderId id, CancellationToken ct) =>
            c.OrdersWithoutBillings.AsTracking().FirstOrDefault(order => order.Id == id)
    );

    protected override Func<InvoicingContext, PurchaseOrderId, CancellationToken, Task<OrderCopy?>> Query => Load;
}

internal sealed class PostgresCreditNoteRepository(InvoicingContext context, NewRows<InvoicingModule> added)
    : PostgresRepository<InvoicingModule, InvoicingContext, CreditNote, CreditNoteId>(context, added)
{
    private static readonly Func<InvoicingContext, CreditNoteId, CancellationToken, Task<CreditNote?>> Load = EF.CompileAsyncQuery(
        (InvoicingContext c, CreditNoteId id, CancellationToken ct) => c.CreditNotes.AsTracking().FirstOrDefault(note => note.Id == id)
    );

    protected override Func<InvoicingContext, CreditNoteId, CancellationToken, Task<CreditNote?>> Query => Load;
}

internal sealed class PostgresPaymentRepository(InvoicingContext context, NewRows<InvoicingModule> added)
    : PostgresRepository<InvoicingModule, InvoicingContext, Payment, PaymentId>(context, added)
{
    private static readonly Func<InvoicingContext, PaymentId, CancellationToken, Task<Payment?>> Load = EF.CompileAsyncQuery(
        (InvoicingContext c, PaymentId id, CancellationToken ct) => c.Payments.AsTracking().FirstOrDefault(payment => payment.Id == id)
    );

    protected override Func<InvoicingContext, PaymentId, CancellationToken, Task<Payment?>> Query => Load;
}

internal sealed class PostgresPaymentRunRepository(InvoicingContext context, NewRows<InvoicingModule> added)
    : PostgresRepository<InvoicingModule, InvoicingContext, PaymentRun, PaymentRunId>(context, added)
{
    private static readonly Func<InvoicingContext, PaymentRunId, CancellationToken, Task<PaymentRun?>> Load = EF.CompileAsyncQuery(
        (InvoicingContext c, PaymentRunId id, CancellationToken ct) => c.PaymentRuns.AsTracking().FirstOrDefault(run => run.Id == id)
    );

    protected override Func<InvoicingContext, PaymentRunId, CancellationToken, Task<PaymentRun?>> Query => Load;
}

internal sealed class PostgresBillings(InvoicingContext context) : IBillings
{
    public async Task Load(OrderCopy order, CancellationToken ct)
    {
        if (order.LoadedVersion > 0)
            await context.Entry(order).Collection("billings").LoadAsync(ct);
        order.KnowBillings();
    }
}

/// <summary>A lock of the transaction that its caller holds. Without one there is nothing that the turn could end with, and it is not taken.</summary>
internal sealed class PostgresOrderTurns(InvoicingContext context) : IOrderTurns
{
    public Task Take(PurchaseOrderId order, CancellationToken ct) =>
        context.Database.CurrentTransaction is null
            ? throw new InvalidOperationException("A turn is taken in the transaction of a message, and ends with it.")
            : context.Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock(hashtext('invoicing.orders'), hashtext({order.Value.ToString()}))",
                ct
            );
}
