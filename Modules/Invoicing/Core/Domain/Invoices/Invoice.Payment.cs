namespace Procurement.Invoicing.Domain;

/// <summary>What is paid of an invoice, and what credit notes take off it.</summary>
internal sealed partial class Invoice
{
    /// <summary>Net of its credit notes.</summary>
    public long CreditedNetMinor { get; private set; }

    /// <summary>Gross of its credit notes.</summary>
    public long CreditedGrossMinor { get; private set; }

    /// <summary>Net of those credit notes that name no lines: they meet what is expected by their amount.</summary>
    public long CreditedAtLargeMinor { get; private set; }

    /// <summary>For how much a credit note is still expected, because goods that it billed went back.</summary>
    public long ExpectedCreditMinor { get; private set; }

    /// <summary>What there is to pay.</summary>
    public long PayableMinor => GrossMinor - CreditedGrossMinor;

    /// <summary>A credit note takes off what it says, never more than is left.</summary>
    public Result Credit(CreditNoteId note, Amounts amounts, bool namesLines, Actor clerk, DateTimeOffset now)
    {
        if (Refused("credit") is { } refused)
            return refused;
        if (amounts.NetMinor > NetMinor - CreditedNetMinor || amounts.GrossMinor > PayableMinor)
            return InvoiceErrors.CreditedTooMuch;
        CreditedNetMinor += amounts.NetMinor;
        CreditedGrossMinor += amounts.GrossMinor;
        if (!namesLines)
            CreditedAtLargeMinor += amounts.NetMinor;
        return Become(
            "credit",
            new InvoiceCredited(clerk, now)
            {
                CreditNoteId = $"{note}",
                NetCents = amounts.NetMinor,
                GrossCents = amounts.GrossMinor,
            }
        );
    }

    /// <summary>Notes for how much of it a credit note is expected.</summary>
    /// <param name="overbilledMinor">What of the goods that it billed went back, and no credit note names.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    public Result ExpectCredit(long overbilledMinor, Actor actor, DateTimeOffset now)
    {
        var expected = Math.Max(0, overbilledMinor - CreditedAtLargeMinor);
        if (expected == ExpectedCreditMinor)
            return Result.Done;
        ExpectedCreditMinor = expected;
        return Become("expect a credit for", new CreditExpected(actor, now) { ExpectedCents = expected });
    }

    public Result Schedule(PaymentId payment, Actor actor, DateTimeOffset now) =>
        Refused("schedule the payment of") is { } refused
            ? refused
            : Become("schedule the payment of", new InvoicePaymentScheduled(actor, now) { PaymentId = $"{payment}" });

    /// <summary>Its payment was taken back before it went out.</summary>
    public Result Release(PaymentId payment, Actor actor, DateTimeOffset now) =>
        Refused("release from payment") is { } refused
            ? refused
            : Become("release from payment", new InvoiceReleased(actor, now) { PaymentId = $"{payment}" });

    /// <param name="payment">Null when credit notes have left nothing to pay.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    public Result Pay(PaymentId? payment, Actor actor, DateTimeOffset now) =>
        Refused("pay") is { } refused ? refused : Become("pay", new InvoicePaid(actor, now) { PaymentId = payment?.ToString() });
}
