namespace Procurement.Invoicing.Domain;

using static CreditNoteStatus;

internal enum CreditNoteStatus
{
    /// <summary>Some of it is still to be set off against a payment.</summary>
    Open,

    /// <summary>All of it was set off.</summary>
    SetOff,
}

/// <summary>What a supplier takes off one of its invoices.</summary>
internal sealed class CreditNote : Aggregate<CreditNoteId, CreditNoteStatus>, IFindable
{
    public static readonly LifeCycle<CreditNoteStatus> LifeCycle = new("a credit note", first: Open)
    {
        { "set off", [Open], [Open, SetOff] },
        { "open again", [Open, SetOff], [Open] },
    };

    private CreditNote() { }

    public static Error Absent => InvoiceErrors.CreditNoteNotFound;

    public InvoiceId InvoiceId { get; private init; }
    public SupplierId SupplierId { get; private init; }
    public string Number { get; private init; } = "";
    public string NumberKey { get; private init; } = "";
    public Currency Currency { get; private init; }
    public long NetMinor { get; private init; }
    public long GrossMinor { get; private init; }
    public IReadOnlyList<TaxLine> Tax { get; private init; } = [];
    public string Reason { get; private init; } = "";
    public string RegisteredBy { get; private init; } = "";

    /// <summary>Quantities of the order's lines that it takes back, in their units; empty when it is about the amount alone.</summary>
    public IReadOnlyList<CreditedLine> Lines { get; private init; } = [];

    /// <summary>What of it is still to be set off.</summary>
    public long OpenMinor { get; private set; }

    protected override LifeCycle<CreditNoteStatus> Commands => LifeCycle;

    public static CreditNote Register(CreditNoteId id, Invoice invoice, CreditContent content, Actor clerk, DateTimeOffset now)
    {
        var note = new CreditNote
        {
            Id = id,
            InvoiceId = invoice.Id,
            SupplierId = invoice.SupplierId,
            Number = content.Number.Value,
            NumberKey = content.Number.Key,
            Currency = invoice.Currency,
            NetMinor = content.Amounts.NetMinor,
            GrossMinor = content.Amounts.GrossMinor,
            Tax = content.Amounts.Tax,
            Reason = content.Reason.Text,
            RegisteredBy = clerk.Subject,
            Lines = content.Lines,
            OpenMinor = content.Amounts.GrossMinor,
        };
        note.Begin(
            new CreditNoteRegistered(clerk, now)
            {
                InvoiceId = $"{invoice.Id}",
                PurchaseOrderId = invoice.OrderId?.ToString(),
                Number = note.Number,
                NetCents = note.NetMinor,
                GrossCents = note.GrossMinor,
                Reason = note.Reason,
                Lines = note.Lines,
            }
        );
        return note;
    }

    /// <summary>Some of it makes a payment smaller.</summary>
    public Result SetOffAgainst(PaymentId payment, long minor, Actor actor, DateTimeOffset now)
    {
        if (Illegal("set off") is { } refused)
            return refused;
        OpenMinor -= minor;
        return Become(
            "set off",
            new CreditSetOff(actor, now) { PaymentId = $"{payment}", AmountCents = minor },
            OpenMinor == 0 ? SetOff : Open
        );
    }

    /// <summary>The payment that it made smaller was taken back.</summary>
    public Result OpenAgain(PaymentId payment, long minor, Actor actor, DateTimeOffset now)
    {
        OpenMinor += minor;
        return Become("open again", new CreditOpenedAgain(actor, now) { PaymentId = $"{payment}", AmountCents = minor });
    }
}

/// <summary>What a credit note takes back of a line of the order.</summary>
/// <param name="LineNumber">The line of the order.</param>
/// <param name="Quantity">In its unit.</param>
internal sealed record CreditedLine(int LineNumber, decimal Quantity);

internal sealed record CreditNoteRegistered(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required string? PurchaseOrderId { get; init; }
    public required string Number { get; init; }
    public required long NetCents { get; init; }
    public required long GrossCents { get; init; }
    public required string Reason { get; init; }
    public required IReadOnlyList<CreditedLine> Lines { get; init; }
}

internal sealed record CreditSetOff(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PaymentId { get; init; }
    public required long AmountCents { get; init; }
}

internal sealed record CreditOpenedAgain(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PaymentId { get; init; }
    public required long AmountCents { get; init; }
}
