namespace Procurement.Invoicing.Adapters.Remote;

using System.Globalization;
using Procurement.Invoicing.Ports;

/// <summary>A mail in words.</summary>
/// <param name="Lines">Between the salutation and who sends it.</param>
internal sealed record MailText(string Subject, IReadOnlyList<string> Lines)
{
    /// <summary>The whole of it. Lines end as mail wants it, whatever encoding they are given (RFC 2046 section 4.1.1).</summary>
    public string Body(string supplier, string payer) =>
        string.Concat(Lines.Prepend("").Prepend($"To {supplier}").Append("").Append(payer).Select(line => $"{MailTexts.Line(line)}\r\n"));
}

/// <summary>What each notice says in words. Amounts and dates are written so that no country reads them otherwise.</summary>
internal static class MailTexts
{
    public static MailText Of(OrderNotice order, string payer) =>
        new(
            $"Purchase order {order.Number} from {payer}",
            [
                $"Please deliver what we order with the purchase order {order.Number}:",
                "",
                .. order.Items.SelectMany(item => Of(item, order.Currency)),
                .. order.Lines > order.Items.Count
                    ? [$"... and {order.Lines - order.Items.Count} more lines, which we can send you"]
                    : None,
                "",
                $"Total: {Amount(order.TotalMinor, order.Currency)}",
                .. order.DeliverTo is { } place ? [$"Deliver to: {place}"] : None,
                .. order.PaymentTermsDays is { } days ? [$"Payment: {days} days from the invoice"] : None,
                .. order.Note is { } note ? [$"Note: {note}"] : None,
                "",
                $"Please name the order {order.Number} on delivery notes and invoices.",
            ]
        );

    public static MailText Of(DiscrepancyNotice goods) =>
        new(
            $"Discrepancy in your delivery {goods.DeliveryNote}",
            [
                $"Something of your delivery {goods.DeliveryNote} for our order {goods.Order} failed the check when it came:",
                "",
                .. goods.Items.Select(item => $"Line {item.Line}: {Number(item.Quantity)}{(item.Reason is { } why ? $" - {why}" : "")}"),
                "",
                "Nothing of the delivery counts as received before that is resolved. We will get in touch.",
            ]
        );

    public static MailText Of(DisputeNotice invoice) =>
        new(
            $"Your invoice {invoice.Invoice} is disputed",
            [
                $"Your invoice {invoice.Invoice} for our order {invoice.Order} is disputed, and is not paid before that is settled.",
                "",
                $"Reason: {invoice.Code} ({MeaningOf(invoice.Code)})",
                .. invoice.Reason is { } reason ? [reason] : None,
            ]
        );

    public static MailText Of(PaymentNotice payment) =>
        new(
            $"Your invoice {payment.Invoice} is paid",
            [
                $"We have paid your invoice {payment.Invoice}: {Amount(payment.AmountMinor, payment.Currency)}.",
                $"Reference of the payment: {payment.Reference}",
            ]
        );

    public static MailText Of(BankAccountNotice account, string supplier) =>
        new(
            "Change of your bank account",
            [
                $"Somebody has asked us to pay {supplier} to another bank account, which ends in {account.IbanEnd}.",
                "We do so once it is confirmed and a time to object is over.",
                "",
                "If that is not your wish, tell your contact with us at once, in person or by a telephone number that you know already.",
                "This mail was sent to every address that we have written to until now. There is nothing to click in it.",
            ]
        );

    /// <summary>
    /// One line: whatever would begin another becomes a blank. What people enter cannot hold such a thing, but a header must not depend on that
    /// (CWE-93).
    /// </summary>
    public static string Line(string text) => string.Concat(text.Select(c => IsBreak(c) ? ' ' : c)).TrimEnd();

    private static string[] None => [];

    private static bool IsBreak(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static IEnumerable<string> Of(OrderedItem item, string currency)
    {
        var wanted = item.WantedOn is { } day ? $", wanted on {day.ToString("O", CultureInfo.InvariantCulture)}" : "";
        yield return $"{item.Line}. {item.Code}{(item.Description is { } what ? $" {what}" : "")}";
        yield return $"   {Number(item.Quantity)} {item.Unit} at {Amount(item.UnitPriceMinor, currency)}{wanted}";
    }

    private static string Number(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A price may have decimal places beyond the minor unit: 6 more.</summary>
    private static string Amount(decimal minor, string currency)
    {
        if (Currency.Parse(currency) is not { Error: null, Value: var known })
            return $"{Number(minor)} minor units of {currency}";
        var digits = known.MinorUnitDigits;
        var places = new string('0', digits) + "######";
        return $"{Shift(minor, digits).ToString($"0.{places}", CultureInfo.InvariantCulture)} {currency}";
    }

    private static decimal Shift(decimal minor, int digits)
    {
        for (; digits > 0; digits--)
            minor /= 10;
        return minor;
    }

    /// <summary>By the reason codes of the Peppol invoice response (OPStatusReason).</summary>
    private static string MeaningOf(string code) =>
        code switch
        {
            "REF" => "references are incorrect",
            "LEG" => "legal information is incorrect",
            "REC" => "receiver unknown",
            "QUA" => "item quality is insufficient",
            "DEL" => "delivery issues",
            "PRI" => "prices are incorrect",
            "QTY" => "quantity is incorrect",
            "ITM" => "items are incorrect",
            "PAY" => "payment terms are incorrect",
            "FIN" => "not recognised",
            "PPD" => "partially paid",
            _ => "other",
        };
}
