namespace Procurement.BuildingBlocks.Messaging.Inbox;

using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using MassTransit;
using MassTransit.Transports;
using Procurement.BuildingBlocks.Messaging.Contracts;
using Procurement.BuildingBlocks.Persistence.Decorators;

/// <summary>Runs one message through the MassTransit pipeline of its consumer, in the trace of whoever set it in motion.</summary>
internal sealed class ConsumerPipelines(Topology topology, IReceiveEndpointDispatcherFactory factory, EventCatalogue catalogue)
{
    private readonly FrozenDictionary<string, Lazy<IReceiveEndpointDispatcher>> pipelines = topology.Consumers.ToFrozenDictionary(
        each => each.Consumer,
        each => new Lazy<IReceiveEndpointDispatcher>(() => each.Pipeline(factory))
    );

    /// <exception cref="Exception">What the consumer, or the commit of what it did, failed with.</exception>
    public async Task Dispatch(Subscription consumer, InboxItem item, CancellationToken ct)
    {
        var envelope = item.Envelope;
        using var span = Start(consumer.Consumer, envelope.TraceParent, envelope.TraceState);
        span.SetTag("messaging.message.id", envelope.MessageId);
        try
        {
            var (type, data) = catalogue.For(consumer.Consumer, envelope.Type, envelope.Data);
            var headers = new Dictionary<string, object>
            {
                [MessageHeaders.MessageId] = $"{envelope.MessageId}",
                [MessageHeaders.CorrelationId] = $"{envelope.CorrelationId}",
                [MessageHeaders.ConversationId] = $"{envelope.CorrelationId}",
                [MessageHeaders.MessageType] = catalogue.UrnOf(type),
            };
            if (envelope.CausationId is { } cause)
                headers[MessageHeaders.InitiatorId] = $"{cause}";
            await pipelines[consumer.Consumer].Value.Dispatch(Encoding.UTF8.GetBytes(data), headers, ct, item);
        }
        catch (Exception e)
        {
            span.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    /// <summary>The trace goes on whether or not anybody exports it: the audit trail names it.</summary>
    private static Activity Start(string consumer, string? parent, string? state)
    {
        ActivityContext.TryParse(parent, state, isRemote: true, out var context);
        var span = Spans.Source.StartActivity($"process {consumer}", ActivityKind.Consumer, context);
        if (span is not null)
            return span;
        span = new Activity($"process {consumer}");
        if (parent is not null)
            span.SetParentId(parent);
        return span.Start();
    }
}
