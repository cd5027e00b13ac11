namespace Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;

/// <summary>
/// Reads by identifier, for callers that all ask at once: what they ask while a statement is on its way goes together as the next one.
/// Each answer is read after its caller had asked, so it is as fresh as if each had asked alone (ADR 31).
/// </summary>
/// <typeparam name="TKey">What is asked by.</typeparam>
/// <typeparam name="TValue">What is answered.</typeparam>
public sealed class CoalescedReads<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private const int Most = 64;

    private readonly Func<IReadOnlyCollection<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> read;
    private readonly Gathering<Question>? gathering;

    /// <param name="inFlight">How many statements may be on their way at a time; 0 when each caller is to ask alone.</param>
    /// <param name="read">Reads the values of all these keys; leaves out what is not there.</param>
    /// <param name="clock">Tells how long a statement is on its way.</param>
    internal CoalescedReads(
        int inFlight,
        Func<IReadOnlyCollection<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> read,
        TimeProvider clock
    )
    {
        this.read = read;
        if (inFlight > 0)
            gathering = new Gathering<Question>(inFlight, Most, int.MaxValue, Send, clock);
    }

    /// <summary>Reads the value of one key; null when it is not there.</summary>
    public Task<TValue?> Find(TKey key, CancellationToken ct)
    {
        if (gathering is null)
            return Alone(key, ct);
        if (gathering.GoAlone(() => Alone(key, ct)) is { } alone)
            return alone;
        var question = new Question(key, ct);
        gathering.Join(question, 0);
        return question.Answer.Task.WaitAsync(ct);
    }

    private async Task<TValue?> Alone(TKey key, CancellationToken ct) => (await read([key], ct)).GetValueOrDefault(key);

    private async Task Send(IReadOnlyList<Question> together)
    {
        var keys = new HashSet<TKey>(together.Count);
        foreach (var question in together)
        {
            if (!question.Left.IsCancellationRequested)
                keys.Add(question.Key);
        }
        if (keys.Count == 0)
            return;
        try
        {
            var found = await read(keys, CancellationToken.None);
            foreach (var question in together)
                question.Answer.TrySetResult(found.GetValueOrDefault(question.Key));
        }
        catch (Exception e) when (keys.Count > 1 && !PostgresFaults.IsUnavailable(e))
        {
            // What is wrong with one is not the others' fault.
            foreach (var question in together)
                _ = AnswerAlone(question);
        }
        catch (Exception e)
        {
            foreach (var question in together)
                question.Answer.TrySetException(e);
        }
    }

    private async Task AnswerAlone(Question question)
    {
        try
        {
            question.Answer.TrySetResult(await Alone(question.Key, question.Left));
        }
        catch (Exception e)
        {
            question.Answer.TrySetException(e);
        }
    }

    private sealed class Question(TKey key, CancellationToken left)
    {
        public TKey Key => key;

        public CancellationToken Left => left;

        public TaskCompletionSource<TValue?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
