namespace Procurement.Invoicing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class InMemoryCreditNoteQueries(
    InMemoryTable<InvoicingModule, CreditNote, CreditNoteId> notes,
    InMemoryTable<InvoicingModule, Invoice, InvoiceId> invoices
) : ICreditNoteQueries
{
    public Task<CreditNoteView?> Find(CreditNoteId id, CancellationToken ct) =>
        Task.FromResult(notes.Find(id) is { } note ? CreditNoteView.Of(note) : null);

    public Task<Page<CreditNoteView>> List(CreditNoteFilter filter, CancellationToken ct) =>
        Task.FromResult(
            notes
                .All()
                .Where(n => filter.InvoiceId is null || n.InvoiceId == filter.InvoiceId)
                .Where(n => filter.SupplierId is null || n.SupplierId == filter.SupplierId)
                .Page(n => n.Id.Value, filter.After, filter.Limit, CreditNoteView.Of)
        );

    public Task<HistoryPage?> History(CreditNoteId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(notes.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(CreditNoteId id, long version, CancellationToken ct) =>
        Task.FromResult(notes.HistoryItemOf(id, version));

    public Task<IReadOnlyList<CreditNoteId>> OfInvoice(InvoiceId invoice, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CreditNoteId>>([
            .. notes.All().Where(n => n.InvoiceId == invoice).OrderBy(n => n.Id.Value).Select(n => n.Id),
        ]);

    public Task<IReadOnlyList<CreditNoteId>> OpenOfPaid(SupplierId supplier, Currency currency, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CreditNoteId>>([
            .. notes
                .All()
                .Where(n => n.SupplierId == supplier && n.Currency == currency && n.OpenMinor > 0)
                .Where(n => invoices.Find(n.InvoiceId)?.Status == InvoiceStatus.Paid)
                .OrderBy(n => n.Id.Value)
                .Select(n => n.Id),
        ]);
}

internal sealed class InMemoryPaymentQueries(
    InMemoryTable<InvoicingModule, Payment, PaymentId> payments,
    InMemoryTable<InvoicingModule, PaymentRun, PaymentRunId> runs
) : IPaymentQueries
{
    public Task<PaymentView?> Find(PaymentId id, CancellationToken ct) =>
        Task.FromResult(payments.Find(id) is { } payment ? PaymentView.Of(payment) : null);

    public Task<Page<PaymentView>> List(PaymentFilter filter, CancellationToken ct) =>
        Task.FromResult(
            payments
                .All()
                .Where(p => filter.Status is null || p.Status == filter.Status)
                .Where(p => filter.InvoiceId is null || p.InvoiceId == filter.InvoiceId)
                .Where(p => filter.SupplierId is null || p.SupplierId == filter.SupplierId)
                .Where(p => filter.RunId is null || p.RunId == filter.RunId)
                .Where(p => filter.DueFrom is null || p.DueDate >= filter.DueFrom)
                .Where(p => filter.DueTo is null || p.DueDate <= filter.DueTo)
                .Page(p => p.Id.Value, filter.After, filter.Limit, PaymentView.Of)
        );

    public Task<HistoryPage?> History(PaymentId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(payments.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(PaymentId id, long version, CancellationToken ct) =>
        Task.FromResult(payments.HistoryItemOf(id, version));

    public Task<PaymentId?> OfInvoice(InvoiceId invoice, CancellationToken ct) =>
        Task.FromResult(payments.All().FirstOrDefault(p => p.InvoiceId == invoice && p.Status != PaymentStatus.Reversed)?.Id);

    public Task<IReadOnlyList<PaymentId>> Due(DateOnly cutOff, DateOnly today, SupplierId? supplier, int atMost, CancellationToken ct) =>
        Ids(
            payments
                .All()
                .Where(p => p is { Status: PaymentStatus.Scheduled, RunId: null })
                .Where(p => p.DueDate <= cutOff || (p.EarlyPaymentDiscount is { } early && early.Until >= today && early.Until <= cutOff))
                .Where(p => supplier is null || p.SupplierId == supplier)
                .OrderBy(p => p.DueDate)
                .ThenBy(p => p.Id.Value)
                .Take(atMost)
        );

    public Task<IReadOnlyList<PaymentId>> InRun(PaymentRunId run, CancellationToken ct) =>
        Ids(payments.All().Where(p => p.RunId == run && p.Status != PaymentStatus.Reversed).OrderBy(p => p.Id.Value));

    public Task<IReadOnlyList<PaymentId>> ForBank(bool withUnsettled, PaymentId? after, int atMost, CancellationToken ct) =>
        Ids(
            payments
                .All()
                .Where(p => p.Status == PaymentStatus.Scheduled || (withUnsettled && p.Status == PaymentStatus.Disbursed))
                .Where(p => p.RunId is { } run && runs.Find(run)?.Channel == PaymentChannel.bank)
                .Where(p => after is not { } last || p.Id.Value.CompareTo(last.Value) > 0)
                .OrderBy(p => p.Id.Value)
                .Take(atMost)
        );

    private static Task<IReadOnlyList<PaymentId>> Ids(IEnumerable<Payment> found) =>
        Task.FromResult<IReadOnlyList<PaymentId>>([.. found.Select(payment => payment.Id)]);
}

internal sealed class InMemoryPaymentRunQueries(InMemoryTable<InvoicingModule, PaymentRun, PaymentRunId> runs) : IPaymentRunQueries
{
    public Task<PaymentRunView?> Find(PaymentRunId id, CancellationToken ct) =>
        Task.FromResult(runs.Find(id) is { } run ? PaymentRunView.Of(run) : null);

    public Task<Page<PaymentRunHeader>> List(PaymentRunFilter filter, CancellationToken ct) =>
        Task.FromResult(runs.All().Page(r => r.Id.Value, filter.After, filter.Limit, PaymentRunHeader.Of));

    public Task<HistoryPage?> History(PaymentRunId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(runs.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(PaymentRunId id, long version, CancellationToken ct) =>
        Task.FromResult(runs.HistoryItemOf(id, version));

    public Task<bool> HasDaily(DateOnly day, CancellationToken ct) => Task.FromResult(runs.All().Any(run => run.DailyOf == day));
}
