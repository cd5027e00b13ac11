namespace Procurement.BuildingBlocks.Messaging.Operations;

using Procurement.BuildingBlocks.Messaging.InMemory;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// Operations on a process in memory: nothing is pending for longer than a moment there, the rest is as on PostgreSQL. Operations come one
/// after the other.
/// </summary>
internal sealed class InMemoryOperations(InMemoryLetters letters, Topology topology, TimeProvider clock) : IMessagingOperations
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Client, string Key), StoredAnswer> answers = [];
    private readonly List<OperationRecord> done = [];

    public Task<MessagingOverview> Overview(CancellationToken ct)
    {
        var dead = letters.AllDead.Where(each => each.Decision is null).ToLookup(each => each.Consumer.Consumer);
        return Task.FromResult(
            new MessagingOverview(
                [.. topology.Modules.Select(each => new OutboxState(each.Name, 0, 0, 0, 0))],
                [.. topology.Consumers.Select(each => new InboxState(each.Consumer, 0, 0, 0, dead[each.Consumer].Count()))]
            )
        );
    }

    public Task<Page<DeadLetterHeader>> DeadLetters(DeadLetterFilter filter, CancellationToken ct) =>
        Task.FromResult(
            PageOf(
                letters.AllDead.Where(each => Matches(each, filter)).Reverse().Select(each => (each.Id, (DeadLetterHeader)Shown(each))),
                filter.After,
                filter.Limit
            )
        );

    public Task<DeadLetterCounts> Counts(CancellationToken ct) =>
        Task.FromResult(
            new DeadLetterCounts([
                .. from letter in letters.AllDead
                where letter.Decision is null
                group letter by (
                    letter.Consumer.Module,
                    letter.Consumer.Consumer,
                    letter.Item.Envelope.Type,
                    Error: letter.Fault.GetType().Name
                ) into alike
                orderby alike.Count() descending
                select new DeadLetterCount
                {
                    Queue = QueueName.Inbox,
                    Module = alike.Key.Module,
                    Consumer = alike.Key.Consumer,
                    Type = $"{alike.Key.Type}",
                    ErrorType = alike.Key.Error,
                    Letters = alike.Count(),
                    FirstAt = alike.Min(each => each.At),
                    LastAt = alike.Max(each => each.At),
                },
            ])
        );

    public Task<DeadLetter?> Find(DeadLetterId id, CancellationToken ct) =>
        Task.FromResult(letters.AllDead.FirstOrDefault(each => each.Id == id.Value) is { } found ? Shown(found) : null);

    public Task<Page<LoggedEvent>> Events(EventFilter filter, CancellationToken ct)
    {
        var (type, version) = DeadLetterRows.TypeOf(filter.Type);
        var events =
            from each in letters.AllTold.Reverse()
            let envelope = each.Envelope
            where filter.Module is null || filter.Module == each.Module
            where type is null || type == envelope.EventType
            where version is null || version == envelope.EventVersion
            where filter.Key is null || filter.Key == envelope.PartitionKey
            where
                envelope.OccurredAt >= (filter.From ?? DateTimeOffset.MinValue)
                && envelope.OccurredAt < (filter.To ?? DateTimeOffset.MaxValue)
            orderby $"{envelope.MessageId}" descending
            select (envelope.MessageId, Logged(each.Module, envelope));
        return Task.FromResult(PageOf(events, filter.After, filter.Limit));
    }

    public Task<Page<OperationRecord>> Operations(string? actor, Guid? after, int limit, CancellationToken ct)
    {
        lock (gate)
            return Task.FromResult(
                PageOf(
                    done.Where(each => actor is null || each.Actor == actor).Reverse().Select(each => (Guid.Parse(each.Id), each)),
                    after,
                    limit
                )
            );
    }

    public Task<Result<Performed<DeadLetter>>> Replay(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct) =>
        Perform(by, () => Decide(id, when, by, isReplay: true));

    public Task<Result<Performed<DeadLetter>>> Skip(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct) =>
        Perform(by, () => Decide(id, when, by, isReplay: false));

    public Task<Result<Performed<ReplayedLetters>>> ReplayAll(
        DeadLetterFilter filter,
        OnBehalf<ReplayedLetters> by,
        CancellationToken ct
    ) =>
        Perform(
            by,
            () =>
            {
                var matching = letters.AllDead.Where(each => Matches(each, filter with { Resolved = false })).ToList();
                foreach (var letter in matching)
                    PutBack(letter, by.Actor);
                foreach (var module in matching.GroupBy(each => each.Consumer.Module))
                    Note(module.Key, by.Actor, "replay", "several", module.Count(), by.Reason);
                return (Result<ReplayedLetters>)new ReplayedLetters(matching.Count, More: false);
            }
        );

    public Task<Result<Performed<ReplayedConsumer>>> ReplayConsumer(
        string consumer,
        DateTimeOffset from,
        bool onlyMissed,
        OnBehalf<ReplayedConsumer> by,
        CancellationToken ct
    ) =>
        Perform(
            by,
            () =>
            {
                var subscriptions = topology.Subscriptions.Where(each => each.Consumer == consumer).ToList();
                if (subscriptions.Count == 0)
                    return OperationErrors.NoSuchConsumer;
                // In memory nothing is missed.
                var events = letters
                    .AllTold.Select(each => each.Envelope)
                    .Where(each =>
                        !onlyMissed && each.OccurredAt >= from && subscriptions.Exists(subscription => subscription.Event == each.Type)
                    )
                    .ToList();
                foreach (var envelope in events)
                    letters.Again(consumer, envelope);
                Note(
                    subscriptions[0].Module,
                    by.Actor,
                    "replay-consumer",
                    $"{consumer} from {from.UtcDateTime:O}",
                    events.Count,
                    by.Reason
                );
                return (Result<ReplayedConsumer>)new ReplayedConsumer(consumer, events.Count, null);
            }
        );

    private Task<Result<Performed<T>>> Perform<T>(OnBehalf<T> by, Func<Result<T>> work)
        where T : class
    {
        lock (gate)
        {
            if (by.Repeatable is { } asked && answers.TryGetValue((asked.Client, asked.Key), out var earlier))
                return Task.FromResult<Result<Performed<T>>>(Performed<T>.Before(earlier));
            var value = work();
            if (value.Error is { } refusal)
                return Task.FromResult<Result<Performed<T>>>(refusal);
            if (by.Repeatable is { } kept)
                answers[(kept.Client, kept.Key)] = kept.Answer(value.Value);
            return Task.FromResult<Result<Performed<T>>>(Performed<T>.Now(value.Value));
        }
    }

    private Result<DeadLetter> Decide(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, bool isReplay)
    {
        if (letters.AllDead.FirstOrDefault(each => each.Id == id.Value) is not { } found)
            return OperationErrors.NoSuchLetter;
        var shown = Shown(found);
        if (!when.Allows(shown.Version))
            return Error.Stale;
        if (shown.Refusal(isReplay, topology.Consumers.Select(each => each.Consumer)) is { } refusal)
            return refusal;
        if (isReplay)
            PutBack(found, by.Actor);
        else
            letters.Decide(found.Id, Resolution.Skipped, by.Actor);
        Note(shown.Module, by.Actor, isReplay ? "replay" : "skip", shown.Id, 1, by.Reason);
        return Shown(letters.AllDead.First(each => each.Id == id.Value));
    }

    private void PutBack(InMemoryLetters.Dead letter, string actor)
    {
        letters.Decide(letter.Id, Resolution.Replayed, actor);
        letters.Again(letter.Consumer.Consumer, letter.Item.Envelope);
    }

    private void Note(string module, string actor, string action, string target, long rows, string? reason) =>
        done.Add(
            new OperationRecord
            {
                Id = $"{Guid.CreateVersion7(clock.GetUtcNow())}",
                At = clock.Now(),
                Module = module,
                Actor = actor,
                Action = action,
                Target = target,
                Rows = rows,
                Reason = reason,
            }
        );

    private static bool Matches(InMemoryLetters.Dead letter, DeadLetterFilter filter)
    {
        var (type, version) = DeadLetterRows.TypeOf(filter.Type);
        var envelope = letter.Item.Envelope;
        return (filter.Consumer is null || filter.Consumer == letter.Consumer.Consumer)
            && (filter.Module is null || filter.Module == letter.Consumer.Module)
            && (type is null || type == envelope.EventType)
            && (version is null || version == envelope.EventVersion)
            && (filter.Error is null || filter.Error == letter.Fault.GetType().Name)
            && (filter.Key is null || filter.Key == envelope.PartitionKey)
            && letter.At >= (filter.From ?? DateTimeOffset.MinValue)
            && letter.At < (filter.To ?? DateTimeOffset.MaxValue)
            && (filter.Resolved is null || filter.Resolved == letter.Decision is not null);
    }

    private static Page<T> PageOf<T>(IEnumerable<(Guid Id, T Item)> newestFirst, Guid? after, int limit)
    {
        var found = newestFirst
            .Where(each => after is not { } key || string.CompareOrdinal($"{each.Id}", $"{key}") < 0)
            .Take(limit + 1)
            .ToList();
        return new Page<T>([.. found.Take(limit).Select(each => each.Item)], found.Count > limit ? found[limit - 1].Id : null);
    }

    private static LoggedEvent Logged(string module, EventEnvelope envelope) =>
        new()
        {
            MessageId = $"{envelope.MessageId}",
            Module = module,
            Type = $"{envelope.Type}",
            Subject = envelope.Subject,
            Key = envelope.PartitionKey,
            Sequence = envelope.AggregateVersion,
            CorrelationId = $"{envelope.CorrelationId}",
            OccurredAt = envelope.OccurredAt,
            Data = envelope.Data,
        };

    private static DeadLetter Shown(InMemoryLetters.Dead letter)
    {
        var envelope = letter.Item.Envelope;
        return new DeadLetter
        {
            Id = $"{new DeadLetterId(letter.Id)}",
            Version = letter.Decision is null ? 1 : 2,
            Queue = QueueName.Inbox,
            Module = letter.Consumer.Module,
            Consumer = letter.Consumer.Consumer,
            Type = $"{envelope.Type}",
            MessageId = $"{envelope.MessageId}",
            Key = envelope.PartitionKey,
            Sequence = envelope.AggregateVersion,
            OccurredAt = envelope.OccurredAt,
            Attempts = letter.Attempts,
            ErrorType = letter.Fault.GetType().Name,
            Error = Described.Cut(letter.Fault.Message),
            DeadAt = letter.At,
            ResolvedAt = letter.Decision?.At,
            Resolution = letter.Decision?.Resolution,
            ResolvedBy = letter.Decision?.By,
            Subject = envelope.Subject,
            CorrelationId = $"{envelope.CorrelationId}",
            CausationId = envelope.CausationId is { } cause ? $"{cause}" : null,
            TraceParent = envelope.TraceParent,
            Source = letter.Item.Source,
            ReceivedAt = letter.Item.ReceivedAt,
            Stack = letter.Fault.StackTrace,
            Data = envelope.Data,
            Raw = null,
        };
    }
}
