namespace Procurement.Invoicing.Domain;

using static PaymentStatus;

internal enum PaymentStatus
{
    /// <summary>Waits for a run, or in one for the bank.</summary>
    Scheduled,

    /// <summary>Handed to the bank.</summary>
    Disbursed,

    /// <summary>The bank has settled it.</summary>
    Remitted,

    /// <summary>Taken back.</summary>
    Reversed,

    /// <summary>The bank would not, or could not.</summary>
    Failed,
}

/// <summary>What is paid for one invoice, to the account that was verified when it was decided on.</summary>
internal sealed partial class Payment : Aggregate<PaymentId, PaymentStatus>, IFindable
{
    /// <summary>How often a failed one is tried again.</summary>
    public const int MostRetries = 3;

    public static readonly LifeCycle<PaymentStatus> LifeCycle = new("a payment", first: Scheduled)
    {
        { "set a credit off against", [Scheduled] },
        { "put into a run", [Scheduled] },
        { "take out of its run", [Scheduled] },
        { "take the discount of", [Scheduled] },
        { "send", [Scheduled] },
        // From Failed, because of two that asked the bank at once one may have been refused what the other got.
        { "disburse", [Scheduled, Failed], [Disbursed] },
        { "remit", [Disbursed], [Remitted] },
        { "fail", [Scheduled, Disbursed], [Failed] },
        { "retry", [Failed], [Scheduled] },
        { "reverse", [Scheduled, Disbursed, Failed], [Reversed] },
    };

    private List<SetOffCredit> setOffs = [];

    private Payment() { }

    public static Error Absent => PaymentErrors.NotFound;

    public InvoiceId InvoiceId { get; private init; }

    /// <summary>The order that the invoice is for.</summary>
    public PurchaseOrderId OrderId { get; private init; }
    public SupplierId SupplierId { get; private init; }

    /// <summary>The supplier's number of the invoice: what the transfer refers to.</summary>
    public string InvoiceNumber { get; private init; } = "";
    public Currency Currency { get; private init; }
    public long NetMinor { get; private init; }
    public long GrossMinor { get; private init; }
    public DateOnly DueDate { get; private init; }

    /// <summary>What the supplier leaves when it goes out early; null for nothing.</summary>
    public EarlyPaymentDiscount? EarlyPaymentDiscount { get; private init; }

    /// <summary>What was taken of it, when it went out.</summary>
    public long DiscountMinor { get; private set; }

    /// <summary>What goes out: the gross of the invoice less the credits set off and the discount taken.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>Version of the supplier's bank account that it goes to; null when none was verified yet.</summary>
    public int? AccountVersion { get; private set; }
    public PaymentRunId? RunId { get; private set; }

    /// <summary>When it was, or was going to be, told to the bank; nothing may take it back from then on.</summary>
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? DisbursedAt { get; private set; }
    public string? BankReference { get; private set; }
    public string? FailureCode { get; private set; }
    public string? ReversalReason { get; private set; }
    public int Retries { get; private set; }

    /// <summary>Credits that make it smaller.</summary>
    public IReadOnlyList<SetOffCredit> SetOffs => setOffs;

    /// <summary>Whether the bank may have it.</summary>
    public bool IsUnderWay => Status == Scheduled && SentAt is not null;

    protected override LifeCycle<PaymentStatus> Commands => LifeCycle;

    public static Payment Schedule(PaymentId id, Invoice invoice, int? accountVersion, Actor actor, DateTimeOffset now)
    {
        var payment = new Payment
        {
            Id = id,
            InvoiceId = invoice.Id,
            OrderId = invoice.OrderId!.Value,
            SupplierId = invoice.SupplierId,
            InvoiceNumber = invoice.Number,
            Currency = invoice.Currency,
            NetMinor = invoice.NetMinor,
            GrossMinor = invoice.GrossMinor,
            EarlyPaymentDiscount = invoice.EarlyPaymentDiscount,
            AmountMinor = invoice.GrossMinor,
            DueDate = invoice.DueDate,
            AccountVersion = accountVersion,
        };
        payment.Begin(
            new PaymentScheduled(actor, now)
            {
                InvoiceId = $"{invoice.Id}",
                AmountCents = payment.AmountMinor,
                AccountVersion = accountVersion,
            }
        );
        return payment;
    }

    /// <summary>A credit makes it smaller, at most by what is left of it.</summary>
    /// <returns>By how much.</returns>
    public Result<long> SetOff(CreditNote note, Actor actor, DateTimeOffset now)
    {
        if (Withheld("set a credit off against") is { } refused)
            return refused;
        var minor = Math.Min(note.OpenMinor, AmountMinor);
        setOffs = [.. setOffs, new SetOffCredit($"{note.Id}", minor)];
        AmountMinor -= minor;
        Become("set a credit off against", new CreditDeducted(actor, now) { CreditNoteId = $"{note.Id}", AmountCents = minor });
        return minor;
    }

    /// <summary>Takes it back. One that the bank has is reversed there by people, before it is noted here.</summary>
    public Result Reverse(Reason reason, Actor actor, DateTimeOffset now)
    {
        if (Withheld("reverse") is { } refused)
            return refused;
        ReversalReason = reason.Text;
        return Become("reverse", new PaymentReversed(actor, now) { Reason = reason.Text });
    }

    /// <summary>A failed one waits for another run.</summary>
    public Result Retry(Actor actor, DateTimeOffset now)
    {
        if (Illegal("retry") is { } refused)
            return refused;
        if (Retries == MostRetries)
            return PaymentErrors.RetriedTooOften;
        Retries++;
        (RunId, SentAt, DisbursedAt, BankReference, FailureCode) = (null, null, null, null, null);
        (AmountMinor, DiscountMinor) = (AmountMinor + DiscountMinor, 0);
        return Become("retry", new PaymentRetried(actor, now));
    }

    private Error? Withheld(string command) => IsUnderWay ? InvoiceErrors.PaymentUnderWay : Illegal(command);
}

/// <summary>What a credit note takes off a payment.</summary>
internal sealed record SetOffCredit(string CreditNoteId, long AmountCents);
