namespace Procurement.Invoicing.Domain;

/// <summary>What credit notes take off payments.</summary>
internal static class Settlement
{
    /// <summary>Takes what is left of a note off a payment.</summary>
    public static Result Deduct(Payment payment, CreditNote note, Actor actor, DateTimeOffset now)
    {
        if (note.OpenMinor == 0 || payment.AmountMinor == 0)
            return Result.Done;
        var minor = payment.SetOff(note, actor, now);
        return minor.Error is { } refused ? refused : note.SetOffAgainst(payment.Id, minor.Value, actor, now);
    }

    /// <summary>Credits have left nothing to pay: nothing is transferred, and the invoice is paid.</summary>
    public static Result Settle(Payment payment, Invoice invoice, Actor actor, DateTimeOffset now)
    {
        var reversed = payment.Reverse(Reason.Parse("Credit notes leave nothing to pay.").Value, actor, now);
        return reversed.Error is null ? invoice.Pay(null, actor, now) : reversed;
    }
}
