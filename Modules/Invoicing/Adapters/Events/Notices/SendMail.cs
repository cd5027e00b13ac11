namespace Procurement.Invoicing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.Invoicing.UseCases;

/// <summary>
/// Sends one mail. That it did not get away is a failure of its message, which is tried again for half a day; that nobody will ever take it is
/// for an operator at once. A process that ends between the sending and the commit sends it again, under the same identity.
/// </summary>
internal sealed class SendMail(TellSupplier tell) : IConsumer<MailWanted>
{
    public async Task Consume(ConsumeContext<MailWanted> context)
    {
        var outcome = await tell.Execute(context.Message.To, context.Message.Read(), context.CancellationToken);
        if (outcome.Error is { Kind: ErrorKind.Invalid } refused)
            throw new PermanentFailureException($"{refused.Code}: {refused.Detail}");
        outcome.OrFail();
    }
}

internal sealed class SendMailDefinition : ConsumerDefinition<SendMail>
{
    /// <summary>Each holds a connection to the database for as long as the mail server takes.</summary>
    private const int AtOnce = 2;

    public SendMailDefinition() => ConcurrentMessageLimit = AtOnce;
}
