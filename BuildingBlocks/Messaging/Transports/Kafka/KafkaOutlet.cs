namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Procurement.BuildingBlocks.Persistence;

/// <summary>An event and its place in the outbox.</summary>
internal readonly record struct OutboxRow(long Seq, EventEnvelope Envelope);

/// <summary>
/// The producer of one module's outbox. Whatever it has sent to a partition when it fails, is given up or dies is the beginning of what it
/// was given for that partition, without a gap: messages go one request after the other, one that is refused for good ends the producer,
/// and none runs out of time by itself, since librdkafka would then go on with the next. So what is sent again follows what arrived
/// already, and readers who drop what they had keep the order. One hand-over at a time.
/// </summary>
internal sealed class KafkaOutlet(string module, KafkaClients clients, TopicNames names) : IDisposable
{
    /// <summary>Well below the limit of the transaction that waits meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>As long as nothing was ever reported.</summary>
    private static readonly TimeSpan LittlePatience = TimeSpan.FromSeconds(5);

    private IProducer<byte[], byte[]>? producer;
    private bool failed;

    /// <summary>Whether the last events were all reported. While they were not, one at a time finds out, and is all that is at stake.</summary>
    public bool Proven { get; private set; }

    /// <summary>After a failure, looks for the broker before anybody holds a transaction open for it.</summary>
    /// <exception cref="KafkaException">It is away.</exception>
    public async Task Mend(CancellationToken ct)
    {
        if (!failed)
            return;
        producer ??= clients.Producer(module);
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = LittlePatience }).WaitAsync(ct);
        failed = false;
    }

    /// <summary>Sends events and waits until the broker has all of them.</summary>
    /// <exception cref="HandOverException">One of them will never be taken.</exception>
    /// <exception cref="KafkaException">They were not all taken. Those that were come again.</exception>
    public async Task Send(IReadOnlyList<OutboxRow> rows, CancellationToken ct)
    {
        producer ??= clients.Producer(module);
        var reports = new Reports(rows.Count);
        try
        {
            for (var i = 0; i < rows.Count; i++)
                Produce(producer, rows[i], i, reports);
            await reports.Complete.WaitAsync(Proven ? Patience : LittlePatience, ct);
            if (reports.Worst is { } worst)
                throw Fault(rows, worst);
            Proven = true;
        }
        catch (TimeoutException)
        {
            GiveUp();
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "The broker has not confirmed the events in time."));
        }
        catch
        {
            GiveUp();
            throw;
        }
    }

    public void Dispose() => producer?.Dispose();

    private void Produce(IProducer<byte[], byte[]> to, OutboxRow row, int index, Reports reports)
    {
        try
        {
            to.Produce(names.Of(row.Envelope.Type), EventRecord.Write(row.Envelope), report => reports.Take(index, report.Error));
        }
        catch (ProduceException<byte[], byte[]> e) when (KafkaFaults.IsRefusal(e.Error.Code))
        {
            // Refused by the library itself, so it is this one alone. What follows is not sent: it may be of the same key.
            throw new HandOverException(row.Seq, e);
        }
    }

    /// <summary>Brokers refuse a batch as a whole: who is to blame is known when it was alone. Until then the relay tries fewer at a time.</summary>
    private static Exception Fault(IReadOnlyList<OutboxRow> rows, (int Index, Error Error) worst)
    {
        var cause = new KafkaException(worst.Error);
        return KafkaFaults.IsRefusal(worst.Error.Code) && (rows.Count == 1 || KafkaFaults.IsOfOneEvent(worst.Error.Code))
            ? new HandOverException(rows[worst.Index].Seq, cause)
            : cause;
    }

    /// <summary>What it has not sent yet goes with it, and it goes quickly or slowly: nobody waits for that.</summary>
    private void GiveUp()
    {
        (failed, Proven) = (true, false);
        if (Interlocked.Exchange(ref producer, null) is { } old)
            _ = Task.Run(old.Dispose);
    }

    /// <summary>What the broker says of each event.</summary>
    private sealed class Reports(int count)
    {
        private readonly Error?[] errors = new Error?[count];
        private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int open = count;

        public Task Complete => complete.Task;

        /// <summary>The first event that was refused; else the first that failed.</summary>
        public (int Index, Error Error)? Worst =>
            First(error => KafkaFaults.IsRefusal(error.Code)) ?? First(error => error.Code != ErrorCode.Local_Fatal) ?? First(_ => true);

        public void Take(int index, Error error)
        {
            if (error.IsError)
                errors[index] = error;
            if (Interlocked.Decrement(ref open) == 0)
                complete.TrySetResult();
        }

        private (int, Error)? First(Func<Error, bool> which)
        {
            for (var i = 0; i < errors.Length; i++)
                if (errors[i] is { } error && which(error))
                    return (i, error);
            return null;
        }
    }
}
