namespace Procurement.Invoicing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Messaging.Outbox;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using Procurement.Purchasing.Contracts;
using Procurement.Supplier.Contracts;

/// <summary>
/// Writes what suppliers are told, and to whom. Nothing is sent from here: a mail is an effect like any other, stored together with the message
/// that asks for it, and sending it is the work of a message of its own.
/// </summary>
internal sealed class WriteNotices(AddressSupplier address, NoticeFacts facts)
    : IConsumer<PurchaseOrderIssued>,
        IConsumer<GoodsReceiptDiscrepancyDetected>,
        IConsumer<Contracts.InvoiceDisputed>,
        IConsumer<Contracts.PaymentDisbursed>,
        IConsumer<SupplierBankAccountProposed>
{
    public Task Consume(ConsumeContext<PurchaseOrderIssued> context) =>
        ToContact(context, context.Message.SupplierId, () => Task.FromResult<Notice>(NoticeFacts.Of(context.Message)));

    public Task Consume(ConsumeContext<GoodsReceiptDiscrepancyDetected> context)
    {
        var told = context.Message;
        return ToContact(
            context,
            told.SupplierId,
            async () =>
                new DiscrepancyNotice(
                    await facts.OrderNumber(told.PurchaseOrderId, context.CancellationToken),
                    told.DeliveryNote,
                    [.. told.Lines.Select(line => new FailedItem(line.LineNumber, line.Quantity, line.Reason))]
                )
        );
    }

    public Task Consume(ConsumeContext<Contracts.InvoiceDisputed> context)
    {
        var told = context.Message;
        return ToContact(
            context,
            told.SupplierId,
            async () =>
                new DisputeNotice(
                    await facts.InvoiceNumber(told.InvoiceId, context.CancellationToken),
                    await facts.OrderNumber(told.PurchaseOrderId, context.CancellationToken),
                    told.ReasonCode,
                    told.Reason
                )
        );
    }

    public Task Consume(ConsumeContext<Contracts.PaymentDisbursed> context)
    {
        var told = context.Message;
        return ToContact(
            context,
            told.SupplierId,
            async () =>
                new PaymentNotice(
                    await facts.InvoiceNumber(told.InvoiceId, context.CancellationToken),
                    told.Currency,
                    told.AmountCents,
                    // What went out in a file has this on the statement.
                    told.BankReference
                        ?? PaymentOrder.EndToEndId(TypedId.Parse<PaymentId>(told.PaymentId).OrFail())
                )
        );
    }

    public async Task Consume(ConsumeContext<SupplierBankAccountProposed> context)
    {
        if (await Contact(context, context.Message.SupplierId) is not { } contact)
            return;
        var notice = new BankAccountNotice(context.Message.IbanEnd);
        foreach (var (number, email) in context.Message.Notify.Index())
            await Want(context, $"{Identity(context)}-{number + 1}", email, contact.Name, notice);
    }

    /// <param name="supplier">Null when whoever told it did not know: then nobody is written to.</param>
    private async Task ToContact(ConsumeContext context, string? supplier, Func<Task<Notice>> write)
    {
        if (supplier is not null && await Contact(context, supplier) is { } contact)
            await Want(context, Identity(context), contact.Email, contact.Name, await write());
    }

    private async Task<Contact?> Contact(ConsumeContext context, string supplier)
    {
        var id = TypedId.Parse<SupplierId>(supplier).OrFail();
        return (await address.Execute(id, context.CancellationToken)).OrFail();
    }

    /// <summary>Of the event and not of the message that is made of it: whoever replays this consumer makes the same mails once more.</summary>
    private static string Identity(ConsumeContext context) => $"{context.Event().MessageId:N}";

    /// <summary>A mail has a key of its own: one that has to wait holds up no other.</summary>
    private static Task Want(ConsumeContext context, string identity, string email, string name, Notice notice) =>
        context.Publish(
            MailWanted.Of(new MailTo(email, name, identity, context.Event().OccurredAt), notice),
            publish => publish.About($"mail_{identity}", 1),
            context.CancellationToken
        );
}

internal sealed class WriteNoticesDefinition : ConsumerDefinition<WriteNotices>;
