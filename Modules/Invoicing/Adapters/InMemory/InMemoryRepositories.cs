namespace Procurement.Invoicing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class InMemoryInvoiceRepository(
    InMemoryTable<InvoicingModule, Invoice, InvoiceId> table,
    InMemoryUnitOfWork<InvoicingModule> unitOfWork
) : InMemoryRepository<InvoicingModule, Invoice, InvoiceId>(table, unitOfWork)
{
    protected override Error? Refusal(Invoice aggregate, IReadOnlyList<Invoice> committed) =>
        !aggregate.IsVoid
        && committed.Any(other =>
            other.Id != aggregate.Id && !other.IsVoid && other.SupplierId == aggregate.SupplierId && other.NumberKey == aggregate.NumberKey
        )
            ? InvoiceErrors.Duplicate
            : null;
}

internal sealed class InMemoryOrderCopyRepository(
    InMemoryTable<InvoicingModule, OrderCopy, PurchaseOrderId> table,
    InMemoryUnitOfWork<InvoicingModule> unitOfWork
) : InMemoryRepository<InvoicingModule, OrderCopy, PurchaseOrderId>(table, unitOfWork);

internal sealed class InMemoryCreditNoteRepository(
    InMemoryTable<InvoicingModule, CreditNote, CreditNoteId> table,
    InMemoryUnitOfWork<InvoicingModule> unitOfWork
) : InMemoryRepository<InvoicingModule, CreditNote, CreditNoteId>(table, unitOfWork)
{
    protected override Error? Refusal(CreditNote aggregate, IReadOnlyList<CreditNote> committed) =>
        committed.Any(other =>
            other.Id != aggregate.Id && other.SupplierId == aggregate.SupplierId && other.NumberKey == aggregate.NumberKey
        )
            ? InvoiceErrors.DuplicateCreditNote
            : null;
}

internal sealed class InMemoryPaymentRepository(
    InMemoryTable<InvoicingModule, Payment, PaymentId> table,
    InMemoryUnitOfWork<InvoicingModule> unitOfWork
) : InMemoryRepository<InvoicingModule, Payment, PaymentId>(table, unitOfWork)
{
    protected override Error? Refusal(Payment aggregate, IReadOnlyList<Payment> committed) =>
        aggregate.Status != PaymentStatus.Reversed
        && committed.Any(other =>
            other.Id != aggregate.Id && other.InvoiceId == aggregate.InvoiceId && other.Status != PaymentStatus.Reversed
        )
            ? Error.Stale
            : null;
}

internal sealed class InMemoryPaymentRunRepository(
    InMemoryTable<InvoicingModule, PaymentRun, PaymentRunId> table,
    InMemoryUnitOfWork<InvoicingModule> unitOfWork
) : InMemoryRepository<InvoicingModule, PaymentRun, PaymentRunId>(table, unitOfWork)
{
    protected override Error? Refusal(PaymentRun aggregate, IReadOnlyList<PaymentRun> committed) =>
        aggregate.DailyOf is { } day && committed.Any(other => other.Id != aggregate.Id && other.DailyOf == day) ? Error.Stale : null;
}

/// <summary>Orders are kept with them.</summary>
internal sealed class InMemoryBillings : IBillings
{
    public Task Load(OrderCopy order, CancellationToken ct)
    {
        order.KnowBillings();
        return Task.CompletedTask;
    }
}

/// <summary>Whoever loses a race in memory decides again at once, so nobody waits.</summary>
internal sealed class InMemoryOrderTurns : IOrderTurns
{
    public Task Take(PurchaseOrderId order, CancellationToken ct) => Task.CompletedTask;
}
