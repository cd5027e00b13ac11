namespace Procurement.BuildingBlocks.Messaging.Inbox;

using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using MassTransit;
using MassTransit.Transports;
using Procurement.BuildingBlocks.Messaging.Contracts;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Runs one message through the MassTransit pipeline of its consumer, in the trace of whoever set it in motion.</summary>
internal sealed class ConsumerPipelines(
    Topology topology,
    IReceiveEndpointDispatcherFactory factory,
    EventCatalogue catalogue,
    TimeProvider clock
)
{
    /// <summary>How long after it happened a message is still in the trace of whoever set it in motion; later its trace only points there.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    private readonly FrozenDictionary<string, Lazy<IReceiveEndpointDispatcher>> pipelines = topology.Consumers.ToFrozenDictionary(
        each => each.Consumer,
        each => new Lazy<IReceiveEndpointDispatcher>(() => each.Pipeline(factory))
    );

    /// <exception cref="Exception">What the consumer, or the commit of what it did, failed with.</exception>
    public async Task Dispatch(Subscription consumer, InboxItem item, CancellationToken ct)
    {
        var envelope = item.Envelope;
        using var span = Start(consumer.Consumer, envelope, isLate: clock.GetUtcNow() - envelope.OccurredAt > Late);
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
    private static Activity Start(string consumer, EventEnvelope envelope, bool isLate)
    {
        var parent = envelope.TraceParent;
        var isTraced = ActivityContext.TryParse(parent, envelope.TraceState, isRemote: true, out var context);
        var span = isLate
            ? Spans.Source.StartActivity(
                $"process {consumer}",
                ActivityKind.Consumer,
                default(ActivityContext),
                links: isTraced ? [new(context)] : null
            )
            : Spans.Source.StartActivity($"process {consumer}", ActivityKind.Consumer, context);
        if (span is not null)
            return span;
        span = new Activity($"process {consumer}");
        if (parent is not null)
            span.SetParentId(parent);
        return span.Start();
    }
}
