namespace Invoicing.Tests.Domain.Properties;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Invoicing.Adapters;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.UseCases;
using static Made;

/// <summary>One order and what happens to it, step by step, each in a unit of work of its own.</summary>
internal sealed class Course(IServiceProvider services)
{
    private static int last;

    private readonly Job<InvoicingModule> job = services.GetRequiredService<Job<InvoicingModule>>();
    private readonly PurchaseOrderId order = NewOrderId();
    private readonly Dictionary<string, InvoiceId> invoices = [];
    private readonly Dictionary<string, CreditNoteId> notes = [];

    /// <summary>Ten at 100 and four units that hold six each, at 600.</summary>
    public Task Order() => Copy((copy, now) => copy.Issue("PO-1", Content(Ordered(), Ordered(2, 4, 600, 6)), Machine, now));

    public Task Receive(string receipt, params (int Line, decimal Quantity)[] goods) =>
        Copy((copy, now) => copy.CountGoods(receipt, Goods(goods), Machine, now));

    public Task Return(string receipt, params (int Line, decimal Quantity)[] goods) =>
        Copy((copy, now) => copy.TakeBackGoods(receipt, Goods(goods), Machine, now));

    public Task Note(string receipt) => Copy((copy, now) => copy.NoteDiscrepancy(receipt, Machine, now));

    public async Task Invoice(string name, long net, params (int Line, decimal Quantity, decimal Price, long Net)[] lines)
    {
        InvoiceLineDraft?[]? drafts =
            lines.Length == 0
                ? null
                : [.. lines.Select(line => new InvoiceLineDraft(line.Line, null, line.Quantity, line.Price, line.Net))];
        var draft = Draft(net: net, number: $"{name}-{++last}", lines: drafts) with { PurchaseOrderId = $"{order}" };
        invoices[name] = (await Done((RegisterInvoice use) => use.Execute(draft, Clerk, default))).Id;
    }

    public Task Resume(string name) => Done((ResumeMatch use) => use.Execute(invoices[name], default));

    public Task Dispute(string name) =>
        Done((DisputeInvoice use) => use.Execute(invoices[name], Precondition.None, "QUA", "Wet.", Clerk, default));

    public async Task Credit(string name, long net, params (int Line, decimal Quantity)[] lines)
    {
        CreditLineDraft?[]? drafts =
            lines.Length == 0 ? null : [.. lines.Select(line => new CreditLineDraft(line.Line, line.Quantity, null, null))];
        var draft = new CreditDraft($"{invoices[name]}", $"CN-{++last}", new AmountsDraft(net, null, null), drafts, "Damaged.");
        notes[name] = (await Done((RegisterCreditNote use) => use.Execute(draft, Clerk, default))).Id;
    }

    /// <summary>All that is to be the same in whatever order it has happened.</summary>
    public async Task<string> End()
    {
        await using var scope = services.CreateAsyncScope();
        var copy = (await scope.ServiceProvider.GetRequiredService<IRepository<OrderCopy, PurchaseOrderId>>().Find(order, default))!;
        var counters = copy.Lines.Select(line => $"{line.LineNumber}: {line.Ordered:0.##} {Counters(line)}");
        var billed = copy
            .Billings.Select(billing => $"{NameOf(billing.InvoiceId)}{billing.LineNumber} {billing.Quantity:0.##}-{billing.Credited:0.##}")
            .Order(StringComparer.Ordinal);
        var ends = new List<string>();
        foreach (var (name, id) in invoices.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            var invoice = (await scope.ServiceProvider.GetRequiredService<IRepository<Invoice, InvoiceId>>().Find(id, default))!;
            ends.Add(
                $"{name} {invoice.Status} {invoice.Dispute?.Code} {Variance(invoice)} credited {invoice.CreditedNetMinor} "
                    + $"({invoice.CreditedAtLargeMinor}) expected {invoice.ExpectedCreditMinor} payable {invoice.PayableMinor}"
            );
        }
        foreach (var (name, id) in notes.OrderBy(each => each.Key, StringComparer.Ordinal))
            ends.Add(
                $"note {name} {(await scope.ServiceProvider.GetRequiredService<IRepository<CreditNote, CreditNoteId>>().Find(id, default))!.OpenMinor}"
            );
        return $"{copy.Status}; {string.Join(", ", counters)}; {string.Join(", ", billed)}; {string.Join("; ", ends)}";
    }

    /// <summary>That of a dispute is told by what had come by then, so that it is not the same always.</summary>
    private static long? Variance(Invoice invoice) => invoice.Status == InvoiceStatus.Disputed ? null : invoice.VarianceMinor;

    private static string Counters(OrderCopyLine line) => $"{line.Received:0.##} {line.Returned:0.##} {line.Billed:0.##}";

    private static IReadOnlyList<Counted> Goods((int Line, decimal Quantity)[] goods) =>
        [.. goods.Select(each => Line(each.Line, each.Quantity))];

    private string NameOf(InvoiceId id) => invoices.Single(each => each.Value == id).Key;

    private Task Copy(Func<OrderCopy, DateTimeOffset, Result> take) => Done((CopyOrder use) => use.Execute(order, take, Machine, default));

    private async Task<T> Done<TUseCase, T>(Func<TUseCase, Task<Result<T>>> execute)
        where TUseCase : class
    {
        var outcome = await job.Run(execute, default);
        Must.Hold(outcome.Error is null, $"{typeof(TUseCase).Name} is not refused ({outcome.Error?.Code})");
        return outcome.Value;
    }
}
