namespace Invoicing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.Invoicing.Adapters;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using TestKit.Ports;
using static Invoicing.Tests.Domain.Made;

/// <summary>Invoices as every module's aggregates are kept.</summary>
internal sealed class InvoiceRepositorySuite(Kept kept) : CommonSuite<Invoice, InvoiceId>(kept)
{
    protected override IPortSubject<Invoice, InvoiceId> Subject { get; } = new InvoiceSubject();
}

/// <summary>Credit notes likewise.</summary>
internal sealed class CreditNoteRepositorySuite(Kept kept) : CommonSuite<CreditNote, CreditNoteId>(kept)
{
    protected override IPortSubject<CreditNote, CreditNoteId> Subject { get; } = new CreditNoteSubject();
}

/// <summary>Payments likewise.</summary>
internal sealed class PaymentRepositorySuite(Kept kept) : CommonSuite<Payment, PaymentId>(kept)
{
    protected override IPortSubject<Payment, PaymentId> Subject { get; } = new PaymentSubject();
}

[TestFixture(Kept.InMemory)]
[TestFixture(Kept.OnPostgres)]
internal abstract class CommonSuite<TAggregate, TId>(Kept kept) : PortSuite<InvoicingModule, TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    private string? database;

    [OneTimeSetUp]
    public async Task Start() => (Services, database) = await InvoicingKept.Start(kept);

    [OneTimeTearDown]
    public Task Stop() => InvoicingKept.Stop(Services, database);
}

/// <summary>Invoices for the shared suites.</summary>
internal sealed class InvoiceSubject : IPortSubject<Invoice, InvoiceId>
{
    public Invoice New(Guid? id = null) =>
        Parts.Invoiced(Draft(lines: [new(1, null, 10, 100, 1000)]), id: id ?? Guid.CreateVersion7(Now), clerk: "maker");

    public void Change(Invoice aggregate, string actor)
    {
        var note = new CreditNoteId(Guid.CreateVersion7(Now));
        Assert.That(aggregate.Credit(note, new Amounts(1, [], 1), namesLines: true, Actor.Of(actor), Now).Error, Is.Null);
    }

    public void Tamper(Invoice aggregate) =>
        typeof(InvoiceLine).GetProperty(nameof(InvoiceLine.NetMinor))!.SetValue(aggregate.Lines.First(), 999);

    public string Show(Invoice aggregate) => Whole.Of(aggregate);

    public async Task<IReadOnlyList<HistoryItem>?> History(IServiceProvider services, InvoiceId id) =>
        (await services.GetRequiredService<IInvoiceQueries>().History(id, new HistoryRange(0, 100), default))?.Items;

    public async Task<Page<InvoiceId>> List(IServiceProvider services, int limit, Guid? after)
    {
        var page = await services.GetRequiredService<IInvoiceQueries>().List(new() { Limit = limit, After = after }, default);
        return new Page<InvoiceId>([.. page.Items.Select(shown => TypedId.Parse<InvoiceId>(shown.Id).Value)], page.Next);
    }
}

/// <summary>Credit notes for the shared suites.</summary>
internal sealed class CreditNoteSubject : IPortSubject<CreditNote, CreditNoteId>
{
    public CreditNote New(Guid? id = null) => Parts.Credit(clerk: "maker", id: id);

    public void Change(CreditNote aggregate, string actor)
    {
        var payment = new PaymentId(Guid.CreateVersion7(Now));
        Assert.That(aggregate.SetOffAgainst(payment, 1, Actor.Of(actor), Now).Error, Is.Null);
    }

    public void Tamper(CreditNote aggregate) => typeof(CreditNote).GetProperty(nameof(CreditNote.OpenMinor))!.SetValue(aggregate, 17);

    public string Show(CreditNote aggregate) => Whole.Of(aggregate);

    public async Task<IReadOnlyList<HistoryItem>?> History(IServiceProvider services, CreditNoteId id) =>
        (await services.GetRequiredService<ICreditNoteQueries>().History(id, new HistoryRange(0, 100), default))?.Items;

    public async Task<Page<CreditNoteId>> List(IServiceProvider services, int limit, Guid? after)
    {
        var page = await services.GetRequiredService<ICreditNoteQueries>().List(new() { Limit = limit, After = after }, default);
        return new Page<CreditNoteId>([.. page.Items.Select(shown => TypedId.Parse<CreditNoteId>(shown.Id).Value)], page.Next);
    }
}

/// <summary>Payments for the shared suites.</summary>
internal sealed class PaymentSubject : IPortSubject<Payment, PaymentId>
{
    public Payment New(Guid? id = null) => Parts.Paying(id: id, actor: "maker");

    public void Change(Payment aggregate, string actor) =>
        Assert.That(aggregate.SetOff(Parts.Credit(net: 1), Actor.Of(actor), Now).Value, Is.EqualTo(1));

    public void Tamper(Payment aggregate) => typeof(Payment).GetProperty(nameof(Payment.AmountMinor))!.SetValue(aggregate, 17);

    public string Show(Payment aggregate) => Whole.Of(aggregate);

    public async Task<IReadOnlyList<HistoryItem>?> History(IServiceProvider services, PaymentId id) =>
        (await services.GetRequiredService<IPaymentQueries>().History(id, new HistoryRange(0, 100), default))?.Items;

    public async Task<Page<PaymentId>> List(IServiceProvider services, int limit, Guid? after)
    {
        var page = await services.GetRequiredService<IPaymentQueries>().List(new() { Limit = limit, After = after }, default);
        return new Page<PaymentId>([.. page.Items.Select(shown => TypedId.Parse<PaymentId>(shown.Id).Value)], page.Next);
    }
}
