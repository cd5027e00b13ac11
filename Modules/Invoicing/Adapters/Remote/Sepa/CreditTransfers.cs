namespace Procurement.Invoicing.Adapters.Remote;

using Procurement.Invoicing.Ports;

/// <summary>Puts an order into the words of pain.001.</summary>
internal static class CreditTransfers
{
    private const string Euro = "EUR";
    private const string AbroadSuffix = "X";
    private const int LongestId = 35;
    private const int LongestName = 70;
    private const int LongestTown = 35;
    private const int LongestPurpose = 140;
    private const long MostMinor = 999_999_999_999_999_999;

    /// <summary>
    /// A message in which each currency has a part of its own, and euros that leave SEPA another, because what a part says of service and
    /// charges holds for all in it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An amount has more digits than the schema has room for.</exception>
    public static Document Of(PaymentOrder order, Payer payer)
    {
        var id = SepaText.Identifier(order.MessageId, LongestId);
        List<PaymentInstruction> parts = [];
        foreach (var part in order.Transfers.GroupBy(transfer => (transfer.Currency, Sepa: IsSepa(transfer, payer))))
            parts.Add(PartOf(id, part.Key.Currency, part.Key.Sepa, [.. part.Select(Payment)], order.ExecutionDate, payer));
        // Counted from what is sent and not from what was asked for: that is what the bank compares them with.
        var sent = parts.SelectMany(part => part.CdtTrfTxInf).ToList();
        return new Document(new GroupHeader(id, order.CreatedAt, sent.Count, Sum(sent), SepaText.Of(payer.Name, LongestName)), parts);
    }

    private static PaymentInstruction PartOf(
        string messageId,
        Currency currency,
        bool isSepa,
        List<CreditTransferTransaction> payments,
        DateOnly executionDate,
        Payer payer
    ) =>
        new(
            PartId(messageId, currency.Code == Euro && !isSepa ? Euro + AbroadSuffix : currency.Code),
            payments.Count,
            Sum(payments),
            isSepa ? "SEPA" : null,
            executionDate,
            PartyOf(payer.Name, payer.Town, payer.Country),
            payer.Iban,
            payer.Bic,
            // SEPA knows only charges that each side bears as agreed; elsewhere that is called shared.
            isSepa ? "SLEV" : "SHAR",
            payments
        );

    /// <summary>A SEPA credit transfer is in euros, and both accounts are within SEPA.</summary>
    private static bool IsSepa(Transfer transfer, Payer payer) =>
        transfer.Currency.Code == Euro && IsInSepa(payer.Iban) && IsInSepa(transfer.Payee.Iban);

    private static bool IsInSepa(string iban) => Iban.Parse(iban) is { Error: null, Value.IsInSepa: true };

    private static CreditTransferTransaction Payment(Transfer transfer) =>
        new(
            PaymentOrder.EndToEndId(transfer.Payment),
            Amount(transfer.AmountMinor, transfer.Currency),
            transfer.Currency.Code,
            transfer.Payee.Bic,
            PartyOf(transfer.Payee.Holder, transfer.Payee.Town, transfer.Payee.Country),
            transfer.Payee.Iban,
            SepaText.Of(transfer.Reference, LongestPurpose)
        );

    private static Party PartyOf(string name, string? town, string country) =>
        new(SepaText.Of(name, LongestName), SepaText.Of(town, LongestTown), country);

    /// <summary>Message and kind. Cut as little as may be, since only the message tells it from those of other messages.</summary>
    private static string PartId(string messageId, string kind)
    {
        var room = LongestId - kind.Length - 1;
        return $"{(messageId.Length > room ? messageId[..room] : messageId)}-{kind}";
    }

    /// <summary>As a decimal that has the decimal places of its currency and is written with them.</summary>
    private static decimal Amount(long minor, Currency currency)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minor, MostMinor);
        return new decimal((int)minor, (int)(minor >> 32), 0, false, (byte)currency.MinorUnitDigits);
    }

    private static decimal? Sum(IEnumerable<CreditTransferTransaction> payments)
    {
        var sum = payments.Sum(payment => payment.InstdAmt);
        return Pain001.Number(sum).Count(char.IsAsciiDigit) <= Pain001.MostDigits ? sum : null;
    }
}
