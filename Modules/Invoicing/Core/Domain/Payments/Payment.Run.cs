namespace Procurement.Invoicing.Domain;

using static PaymentStatus;

/// <summary>The way of a payment through its run and the bank.</summary>
internal sealed partial class Payment
{
    public Result PutInto(PaymentRunId run, Actor actor, DateTimeOffset now)
    {
        if (Illegal("put into a run") is { } refused)
            return refused;
        if (RunId is not null)
            return PaymentErrors.InAnotherRun;
        RunId = run;
        return Become("put into a run", new PaymentPutIntoRun(actor, now) { PaymentRunId = $"{run}" });
    }

    /// <summary>It is not paid with this run: the account has changed, or payments are held. It goes to the account that holds now.</summary>
    public Result TakeOut(PayeeStanding payee, Actor actor, DateTimeOffset now)
    {
        if (Withheld("take out of its run") is { } refused)
            return refused;
        (RunId, AccountVersion) = (null, payee.AccountVersion);
        return Become(
            "take out of its run",
            new PaymentTakenOut(actor, now) { AccountVersion = payee.AccountVersion, IsHeld = payee.IsHeld }
        );
    }

    /// <summary>Whether it can go out as it was decided.</summary>
    public bool MayGoOut(PayeeStanding payee) =>
        Status == Scheduled && AmountMinor > 0 && !payee.IsHeld && payee.AccountVersion is { } now && now == AccountVersion;

    /// <summary>It goes out now; when that is early enough, for less.</summary>
    public Result TakeDiscount(DateOnly today, Actor actor, DateTimeOffset now)
    {
        if (Illegal("take the discount of") is { } refused)
            return refused;
        if (EarlyPaymentDiscount is not { } discount || discount.Until < today || DiscountMinor > 0)
            return Result.Done;
        var minor = discount.Of(AmountMinor, NetMinor, GrossMinor);
        if (minor == 0 || minor >= AmountMinor)
            return Result.Done;
        (AmountMinor, DiscountMinor) = (AmountMinor - minor, minor);
        return Become("take the discount of", new DiscountTaken(actor, now) { AmountCents = minor });
    }

    /// <summary>The bank is going to be told; noted before, so that nobody takes it back meanwhile.</summary>
    public Result Send(Actor actor, DateTimeOffset now)
    {
        if (Illegal("send") is { } refused)
            return refused;
        if (SentAt is not null)
            return Result.Done;
        SentAt = now;
        return Become("send", new PaymentSent(actor, now));
    }

    /// <param name="bankReference">Null when it went out in a file.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    public Result Disburse(string? bankReference, Actor actor, DateTimeOffset now)
    {
        if (Illegal("disburse") is { } refused)
            return refused;
        (BankReference, DisbursedAt, FailureCode) = (bankReference, now, null);
        SentAt ??= now;
        return Become(
            "disburse",
            new PaymentDisbursed(actor, now)
            {
                InvoiceId = $"{InvoiceId}",
                PurchaseOrderId = $"{OrderId}",
                AmountCents = AmountMinor,
                BankReference = bankReference,
            }
        );
    }

    public Result Remit(string? bankReference, Actor actor, DateTimeOffset now)
    {
        if (Illegal("remit") is { } refused)
            return refused;
        BankReference = bankReference ?? BankReference;
        return Become("remit", new PaymentRemitted(actor, now) { BankReference = BankReference });
    }

    /// <param name="code">Why, by the bank's code.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    public Result Fail(string code, Actor actor, DateTimeOffset now)
    {
        if (Illegal("fail") is { } refused)
            return refused;
        (FailureCode, SentAt) = (code, null);
        return Become("fail", new PaymentFailed(actor, now) { InvoiceId = $"{InvoiceId}", Code = code });
    }
}

/// <summary>How who is paid stands now.</summary>
/// <param name="AccountVersion">Of the verified bank account; null when there is none.</param>
/// <param name="IsHeld">Whether payments to it are on hold.</param>
internal sealed record PayeeStanding(int? AccountVersion, bool IsHeld);
