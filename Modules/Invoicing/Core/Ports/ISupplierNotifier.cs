namespace Procurement.Invoicing.Ports;

/// <summary>
/// Writes to suppliers. A mail that is sent again is the same mail under the same identity: what became of an attempt may be unknown, and whoever
/// gets it twice can tell.
/// </summary>
internal interface ISupplierNotifier
{
    /// <summary>Whether anything is sent at all.</summary>
    bool IsConfigured { get; }

    /// <summary>An order is for the supplier to deliver.</summary>
    /// <returns>Done, or a refusal: see <see cref="NotifierErrors"/>. So for all of them.</returns>
    Task<Result> OrderIssued(MailTo to, OrderNotice order, CancellationToken ct);

    /// <summary>Something of a delivery failed the check.</summary>
    Task<Result> GoodsDiscrepancy(MailTo to, DiscrepancyNotice goods, CancellationToken ct);

    /// <summary>Something stands against an invoice.</summary>
    Task<Result> InvoiceDisputed(MailTo to, DisputeNotice invoice, CancellationToken ct);

    /// <summary>An invoice was paid.</summary>
    Task<Result> PaymentSent(MailTo to, PaymentNotice payment, CancellationToken ct);

    /// <summary>Another bank account is proposed, so that whoever did not want that can object.</summary>
    Task<Result> BankAccountChanged(MailTo to, BankAccountNotice account, CancellationToken ct);
}

/// <summary>To whom a mail goes, and which one it is.</summary>
/// <param name="Address">One address, so that none is shown to others and each can fail by itself.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Identity">The same whenever it is sent again, and no other mail's: letters, digits and hyphens.</param>
/// <param name="At">When that happened which it tells, in UTC.</param>
internal sealed record MailTo(string Address, string Name, string Identity, DateTimeOffset At);

/// <summary>What a mail says.</summary>
internal abstract record Notice;

/// <param name="TotalMinor">In minor units of the currency.</param>
/// <param name="Items">Of all lines, the first ones.</param>
/// <param name="Lines">How many lines there are.</param>
/// <param name="DeliverTo">Where the goods go; null when nobody said.</param>
/// <param name="PaymentTermsDays">From the invoice to its payment; null when nothing was agreed.</param>
/// <param name="Note">What the buyer has to say; null when nothing.</param>
internal sealed record OrderNotice(
    string Number,
    string Currency,
    long TotalMinor,
    IReadOnlyList<OrderedItem> Items,
    int Lines,
    string? DeliverTo,
    int? PaymentTermsDays,
    string? Note
) : Notice;

/// <param name="Code">The supplier's, or ours when we do not know it.</param>
/// <param name="UnitPriceMinor">Of one unit, in minor units of the currency.</param>
internal sealed record OrderedItem(
    int Line,
    string Code,
    string? Description,
    decimal Quantity,
    string Unit,
    decimal UnitPriceMinor,
    DateOnly? WantedOn
);

/// <param name="Order">By its number, if we know it.</param>
internal sealed record DiscrepancyNotice(string Order, string DeliveryNote, IReadOnlyList<FailedItem> Items) : Notice;

/// <param name="Reason">Null when nobody said.</param>
internal sealed record FailedItem(int Line, decimal Quantity, string? Reason);

/// <param name="Invoice">By the supplier's number, if we know it.</param>
/// <param name="Order">By its number, if we know it.</param>
/// <param name="Code">Of the Peppol invoice response.</param>
/// <param name="Reason">In words; null when there are none.</param>
internal sealed record DisputeNotice(string Invoice, string Order, string Code, string? Reason) : Notice;

/// <param name="Invoice">By the supplier's number, if we know it.</param>
/// <param name="AmountMinor">In minor units of the currency.</param>
/// <param name="Reference">By which the payment is found on a statement.</param>
internal sealed record PaymentNotice(string Invoice, string Currency, long AmountMinor, string Reference) : Notice;

/// <param name="IbanEnd">The last four characters of the account's number.</param>
internal sealed record BankAccountNotice(string IbanEnd) : Notice;

/// <summary>What comes of writing to a supplier, besides that it is done.</summary>
internal static class NotifierErrors
{
    /// <summary>Nobody there will ever take this mail; final.</summary>
    public static readonly Error Refused = Error.Invalid("MAIL_REFUSED", "The mail is refused for good.");

    /// <summary>It did not get away now, or we do not know: later.</summary>
    public static readonly Error NotSent = Error.Unavailable("MAIL_NOT_SENT", "The mail cannot be sent just now.");
}
