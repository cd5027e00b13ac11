namespace Procurement.Invoicing.Domain;

using static InvoiceStatus;

internal enum InvoiceStatus
{
    /// <summary>Known; it waits for the order, or for goods.</summary>
    Registered,

    /// <summary>Being compared, or corrected and waiting for goods.</summary>
    Matching,

    /// <summary>It agrees with what was ordered and received.</summary>
    Matched,

    /// <summary>Something stands against it.</summary>
    Disputed,

    /// <summary>A payment for it is on its way.</summary>
    ScheduledForPayment,

    Paid,
}

/// <summary>What a supplier asks for, from its registration until it is paid.</summary>
internal sealed partial class Invoice : Aggregate<InvoiceId, InvoiceStatus>, IFindable
{
    private static readonly InvoiceStatus[] Always = Enum.GetValues<InvoiceStatus>();

    /// <summary>Which command is legal in which state, and where it leads. One that is void allows none.</summary>
    public static readonly LifeCycle<InvoiceStatus> LifeCycle = new("an invoice", first: Registered)
    {
        { "assign an order to", [Registered] },
        { "start the match of", [Registered, Matching], [Matching] },
        { "match", [Matching], [Matched] },
        { "dispute", [Registered, Matching, Matched, ScheduledForPayment], [Disputed] },
        { "correct", [Disputed], [Matching] },
        { "schedule the payment of", [Matched], [ScheduledForPayment] },
        { "release from payment", [ScheduledForPayment], [Matched] },
        { "pay", [Matched, ScheduledForPayment], [Paid] },
        { "credit", Always },
        { "expect a credit for", Always },
        { "remind of", [Registered, Matching, Disputed] },
        { "void", [Registered, Matching, Matched, Disputed] },
    };

    private List<InvoiceLine> lines = [];
    private List<string> possibleDuplicates = [];

    private Invoice() { }

    public static Error Absent => InvoiceErrors.NotFound;

    public SupplierId SupplierId { get; private set; }

    /// <summary>The supplier's, as written.</summary>
    public string Number { get; private set; } = "";

    /// <summary>What tells it from the supplier's others: see <see cref="InvoiceNumber.Key"/>.</summary>
    public string NumberKey { get; private set; } = "";
    public PurchaseOrderId? OrderId { get; private set; }
    public Currency Currency { get; private set; }
    public DateOnly IssueDate { get; private set; }
    public DateOnly DueDate { get; private set; }
    public long NetMinor { get; private set; }
    public long GrossMinor { get; private set; }
    public IReadOnlyList<TaxLine> Tax { get; private set; } = [];

    /// <summary>Null when it has to be paid in full.</summary>
    public EarlyPaymentDiscount? EarlyPaymentDiscount { get; private set; }
    public string RegisteredBy { get; private init; } = "";
    public bool IsVoid { get; private set; }
    public string? VoidReason { get; private set; }

    /// <summary>Orders that it may be for, best first, of an invoice that names none.</summary>
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    /// <summary>Invoices of the same supplier and amount with other numbers, dated within days.</summary>
    public IReadOnlyList<string> PossibleDuplicates => possibleDuplicates;

    /// <summary>By number.</summary>
    public IEnumerable<InvoiceLine> Lines => lines.OrderBy(line => line.LineNumber);

    public Amounts Amounts => new(NetMinor, Tax, GrossMinor);

    public InvoiceTotals Totals => new(NetMinor, lines.Count == 0 ? null : [.. Lines.Select(line => line.Facts)]);

    protected override LifeCycle<InvoiceStatus> Commands => LifeCycle;

    public static Invoice Register(InvoiceId id, InvoiceContent content, Filing filing, Actor clerk, DateTimeOffset now)
    {
        var invoice = new Invoice { Id = id, RegisteredBy = clerk.Subject };
        invoice.Take(content, filing);
        invoice.Begin(new InvoiceRegistered(clerk, now) { Content = InvoiceFact.Of(invoice) });
        return invoice;
    }

    /// <summary>Says which order an invoice is for that named none.</summary>
    public Result Assign(PurchaseOrderId order, DateOnly dueDate, Actor clerk, DateTimeOffset now)
    {
        if (Refused("assign an order to") is { } refused)
            return refused;
        if (OrderId is not null)
            return InvoiceErrors.AssignedAlready;
        (OrderId, DueDate, Candidates) = (order, dueDate, []);
        return Become("assign an order to", new OrderAssigned(clerk, now) { PurchaseOrderId = $"{order}" });
    }

    /// <summary>What it says now is what it should have said; it is compared anew.</summary>
    public Result Correct(InvoiceContent content, Filing filing, Actor clerk, DateTimeOffset now)
    {
        if (Refused("correct") is { } refused)
            return refused;
        if (Dispute!.IsFinal)
            return InvoiceErrors.OrderCancelled;
        if (Resubmissions == Domain.Resubmissions.Most)
            return InvoiceErrors.ResubmittedTooOften;
        if (content.Amounts.NetMinor < CreditedNetMinor || content.Amounts.GrossMinor < CreditedGrossMinor)
            return InvoiceErrors.LessThanCredited;
        Take(content, filing);
        Resubmissions++;
        (Dispute, Match, VarianceMinor, MatchedAt) = (null, null, null, null);
        return Become("correct", new InvoiceCorrected(clerk, now) { Content = InvoiceFact.Of(this) });
    }

    /// <summary>It counts no more, as if it had never come; its number is free again.</summary>
    public Result Void(Reason reason, Actor clerk, DateTimeOffset now)
    {
        if (IsVoid)
            return InvoiceErrors.Void;
        if (Status == ScheduledForPayment)
            return InvoiceErrors.PaymentScheduled;
        if (Illegal("void") is { } refused)
            return refused;
        var wasMatched = Status == Matched;
        (IsVoid, VoidReason) = (true, reason.Text);
        return Become("void", new InvoiceVoided(clerk, now) { Reason = reason.Text, WasMatched = wasMatched });
    }

    private Error? Refused(string command) => IsVoid ? InvoiceErrors.Void : Illegal(command);

    private void Take(InvoiceContent content, Filing filing)
    {
        (SupplierId, OrderId, Currency) = (content.Supplier, content.Order, content.Currency);
        (Number, NumberKey) = (content.Number.Value, content.Number.Key);
        (IssueDate, DueDate) = (content.IssueDate, filing.DueDate);
        (NetMinor, Tax, GrossMinor) = (content.Amounts.NetMinor, content.Amounts.Tax, content.Amounts.GrossMinor);
        EarlyPaymentDiscount = content.Discount;
        (Candidates, possibleDuplicates) = (filing.Candidates, [.. filing.PossibleDuplicates]);
        lines = [.. content.Lines];
    }
}

/// <summary>What is found out about an invoice when it comes.</summary>
/// <param name="DueDate">As it says, or by the terms.</param>
internal sealed record Filing(DateOnly DueDate, IReadOnlyList<string> PossibleDuplicates, IReadOnlyList<Candidate> Candidates);
