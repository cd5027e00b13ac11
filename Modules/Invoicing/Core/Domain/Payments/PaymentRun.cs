namespace Procurement.Invoicing.Domain;

using static PaymentRunStatus;

/// <summary>How a run goes out, for ever; spelt as clients spell it.</summary>
internal enum PaymentChannel
{
    /// <summary>The bank is told payment by payment.</summary>
    bank,

    /// <summary>A file is handed out (pain.001), which people bring to the bank.</summary>
    file,
}

internal enum PaymentRunStatus
{
    /// <summary>Its payments wait to go out.</summary>
    Planned,

    /// <summary>Its file was handed out.</summary>
    HandedOut,
}

/// <summary>Payments that go out together: everything that was due by some day.</summary>
internal sealed class PaymentRun : Aggregate<PaymentRunId, PaymentRunStatus>, IFindable
{
    /// <summary>Most payments of a run; what is left is in the next one.</summary>
    public const int MostPayments = 500;

    public static readonly LifeCycle<PaymentRunStatus> LifeCycle = new("a payment run", first: Planned)
    {
        { "hand out", [Planned], [HandedOut] },
    };

    private PaymentRun() { }

    public static Error Absent => PaymentErrors.RunNotFound;

    public DateOnly CutOff { get; private init; }
    public SupplierId? SupplierId { get; private init; }
    public PaymentChannel Channel { get; private init; }

    /// <summary>The day of which it is the daily run; null when somebody asked for it.</summary>
    public DateOnly? DailyOf { get; private init; }
    public IReadOnlyList<RunItem> Payments { get; private set; } = [];

    /// <summary>The message as it was handed out; null before.</summary>
    public string? Message { get; private set; }
    public DateTimeOffset? HandedOutAt { get; private set; }

    /// <summary>What tells its message from every other: the identifier without hyphens, within the 35 characters of ISO 20022.</summary>
    public string MessageId => $"R{Id.Value:N}";

    protected override LifeCycle<PaymentRunStatus> Commands => LifeCycle;

    public static PaymentRun Plan(
        PaymentRunId id,
        DateOnly cutOff,
        SupplierId? supplier,
        PaymentChannel channel,
        IReadOnlyList<Payment> payments,
        Actor actor,
        DateTimeOffset now
    )
    {
        var run = new PaymentRun
        {
            Id = id,
            CutOff = cutOff,
            SupplierId = supplier,
            Channel = channel,
            DailyOf = actor.Cause is null ? null : cutOff,
            Payments = [.. payments.Select(RunItem.Of)],
        };
        run.Begin(
            new PaymentRunPlanned(actor, now)
            {
                CutOff = cutOff,
                Channel = channel.ToString(),
                PaymentIds = [.. payments.Select(payment => payment.Identifier)],
            }
        );
        return run;
    }

    /// <summary>Its file goes out, with those payments that still may.</summary>
    /// <param name="paid">They.</param>
    /// <param name="message">The file.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    public Result HandOut(IReadOnlyList<Payment> paid, string message, Actor actor, DateTimeOffset now)
    {
        if (Illegal("hand out") is { } refused)
            return refused;
        var before = Payments;
        Payments = [.. paid.Select(RunItem.Of)];
        (Message, HandedOutAt) = (message, now);
        return Become(
            "hand out",
            new PaymentRunHandedOut(actor, now)
            {
                MessageId = MessageId,
                TakenOut = [.. before.Select(item => item.PaymentId).Except(Payments.Select(item => item.PaymentId))],
            }
        );
    }
}

/// <summary>A payment as it is in a run.</summary>
internal sealed record RunItem(string PaymentId, string InvoiceId, string SupplierId, long AmountCents, string Currency, string Status)
{
    public static RunItem Of(Payment payment) =>
        new(
            payment.Identifier,
            $"{payment.InvoiceId}",
            $"{payment.SupplierId}",
            payment.AmountMinor,
            payment.Currency.Code,
            payment.Status.ToString()
        );
}
