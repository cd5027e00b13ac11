namespace Procurement.Invoicing.Adapters.Events;

using Procurement.BuildingBlocks.Persistence;
using Procurement.Invoicing.Domain;

/// <summary>What other modules learn of invoices, credit notes and payments, in the words of Contracts.</summary>
internal sealed class InvoicingEvents : IPublicEvents<InvoicingModule>
{
    public PublicEvent? Of(Aggregate aggregate, DomainEvent happened) =>
        aggregate switch
        {
            Invoice invoice => OfInvoice(invoice, happened),
            CreditNote note => OfCreditNote(note, happened),
            Payment payment => PaymentTold.Of(payment, happened),
            _ => null,
        };

    private static PublicEvent? OfInvoice(Invoice invoice, DomainEvent happened) =>
        happened switch
        {
            InvoiceRegistered registered => PublicEvent.Of(
                new Contracts.InvoiceRegistered
                {
                    InvoiceId = invoice.Identifier,
                    SupplierId = registered.Content.SupplierId,
                    InvoiceNumber = registered.Content.InvoiceNumber,
                    PurchaseOrderId = registered.Content.PurchaseOrderId,
                    Currency = registered.Content.Currency,
                    NetCents = registered.Content.NetCents,
                    GrossCents = registered.Content.GrossCents,
                    DueDate = registered.Content.DueDate,
                }
            ),
            InvoiceCorrected or OrderAssigned => PublicEvent.Of(new InvoiceMatchWanted { InvoiceId = invoice.Identifier }),
            InvoiceMatched matched => PublicEvent.Of(
                new Contracts.InvoiceMatched
                {
                    InvoiceId = invoice.Identifier,
                    PurchaseOrderId = matched.PurchaseOrderId,
                    SupplierId = $"{invoice.SupplierId}",
                    NetCents = matched.NetCents,
                    Currency = invoice.Currency.Code,
                    Lines =
                    [
                        .. matched.Lines.Select(line => new Contracts.MatchedLine
                        {
                            LineNumber = line.LineNumber,
                            Quantity = line.Quantity,
                        }),
                    ],
                    At = happened.At,
                }
            ),
            _ => OfEnd(invoice, happened),
        };

    private static PublicEvent? OfEnd(Invoice invoice, DomainEvent happened) =>
        happened switch
        {
            InvoiceDisputed { PurchaseOrderId: { } order } disputed => PublicEvent.Of(
                new Contracts.InvoiceDisputed
                {
                    InvoiceId = invoice.Identifier,
                    PurchaseOrderId = order,
                    SupplierId = $"{invoice.SupplierId}",
                    ReasonCode = disputed.ReasonCode,
                    Reason = disputed.Reason,
                    At = happened.At,
                }
            ),
            InvoiceVoided voided => PublicEvent.Of(
                new Contracts.InvoiceVoided
                {
                    InvoiceId = invoice.Identifier,
                    PurchaseOrderId = invoice.OrderId?.ToString(),
                    SupplierId = $"{invoice.SupplierId}",
                    WasMatched = voided.WasMatched,
                    Reason = voided.Reason,
                }
            ),
            InvoicePaid { PaymentId: null } => PublicEvent.Of(
                new Contracts.InvoiceSettled
                {
                    InvoiceId = invoice.Identifier,
                    PurchaseOrderId = $"{invoice.OrderId}",
                    SupplierId = $"{invoice.SupplierId}",
                }
            ),
            _ => null,
        };

    private static PublicEvent? OfCreditNote(CreditNote note, DomainEvent happened) =>
        happened is not CreditNoteRegistered registered
            ? null
            : PublicEvent.Of(
                new Contracts.CreditNoteRegistered
                {
                    CreditNoteId = note.Identifier,
                    InvoiceId = registered.InvoiceId,
                    PurchaseOrderId = registered.PurchaseOrderId,
                    SupplierId = $"{note.SupplierId}",
                    CreditNoteNumber = registered.Number,
                    Currency = note.Currency.Code,
                    NetCents = registered.NetCents,
                    GrossCents = registered.GrossCents,
                    Reason = registered.Reason,
                }
            );
}

/// <summary>What other modules learn of payments.</summary>
internal static class PaymentTold
{
    public static PublicEvent? Of(Payment payment, DomainEvent happened) =>
        happened switch
        {
            PaymentScheduled scheduled => PublicEvent.Of(
                new Contracts.PaymentScheduled
                {
                    PaymentId = payment.Identifier,
                    InvoiceId = scheduled.InvoiceId,
                    SupplierId = $"{payment.SupplierId}",
                    AmountCents = scheduled.AmountCents,
                    Currency = payment.Currency.Code,
                    DueDate = payment.DueDate,
                }
            ),
            PaymentDisbursed disbursed => PublicEvent.Of(
                new Contracts.PaymentDisbursed
                {
                    PaymentId = payment.Identifier,
                    InvoiceId = disbursed.InvoiceId,
                    PurchaseOrderId = disbursed.PurchaseOrderId,
                    SupplierId = $"{payment.SupplierId}",
                    BankReference = disbursed.BankReference,
                    AmountCents = disbursed.AmountCents,
                    Currency = payment.Currency.Code,
                    At = happened.At,
                }
            ),
            PaymentFailed failed => PublicEvent.Of(
                new Contracts.PaymentFailed
                {
                    PaymentId = payment.Identifier,
                    InvoiceId = failed.InvoiceId,
                    SupplierId = $"{payment.SupplierId}",
                    AmountCents = payment.AmountMinor,
                    Currency = payment.Currency.Code,
                    Code = failed.Code,
                }
            ),
            _ => null,
        };
}
