namespace Procurement.Invoicing.Adapters.Events;

using Procurement.Invoicing.Ports;

/// <summary>
/// Invoicing's word to itself: a mail is to be sent. It says all of the mail, so that one that is sent again, hours later, says the same.
/// </summary>
[PublicEvent("invoicing.mail-wanted.v1", "mail")]
internal sealed record MailWanted
{
    public required MailTo To { get; init; }

    // One of them; a member each, because what is stored may change the order in which JSON would tell their types.
    public OrderNotice? OrderIssued { get; init; }
    public DiscrepancyNotice? GoodsDiscrepancy { get; init; }
    public DisputeNotice? InvoiceDisputed { get; init; }
    public PaymentNotice? PaymentSent { get; init; }
    public BankAccountNotice? BankAccountChanged { get; init; }

    public static MailWanted Of(MailTo to, Notice notice) =>
        new()
        {
            To = to,
            OrderIssued = notice as OrderNotice,
            GoodsDiscrepancy = notice as DiscrepancyNotice,
            InvoiceDisputed = notice as DisputeNotice,
            PaymentSent = notice as PaymentNotice,
            BankAccountChanged = notice as BankAccountNotice,
        };

    /// <exception cref="InvalidOperationException">It says nothing.</exception>
    public Notice Read() =>
        OrderIssued
        ?? GoodsDiscrepancy
        ?? InvoiceDisputed
        ?? PaymentSent
        ?? (Notice?)BankAccountChanged
        ?? throw new InvalidOperationException($"The mail {To.Identity} says nothing.");
}
