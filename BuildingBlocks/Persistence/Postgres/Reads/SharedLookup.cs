namespace Procurement.BuildingBlocks.Persistence.Postgres.Reads;

/// <summary>
/// Looks up by key, for callers that all ask at once: while one question is on its way, the keys of those who come meanwhile gather and
/// then go together. Each answer was read after its caller had asked, so it is as fresh as if each had asked alone (ADR 0011).
/// </summary>
/// <typeparam name="TKey">What is asked by.</typeparam>
/// <typeparam name="TValue">What is answered.</typeparam>
/// <param name="read">Reads the values of all these keys; leaves out what is not there. What it throws reaches all who asked with it.</param>
/// <param name="clock">Tells how long a question has waited.</param>
public sealed class SharedLookup<TKey, TValue>(
    Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> read,
    TimeProvider clock
)
    where TKey : notnull
{
    /// <summary>How long a question waits for the one before it; then it goes beside it, so that one stuck session is not everybody's.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private Question? gathering;
    private Question? last;

    /// <summary>Looks up one key.</summary>
    /// <returns>Values of this key, unless it is not there, and of those that were asked for with it.</returns>
    public Task<IReadOnlyDictionary<TKey, TValue>> Ask(TKey key, CancellationToken ct)
    {
        Question question;
        Question? before;
        bool begins;
        lock (gate)
        {
            begins = gathering is null;
            before = last;
            question = gathering ??= new Question();
            question.Keys.Add(key);
        }
        if (begins)
            _ = Send(question, before);
        return question.Answer.Task.WaitAsync(ct);
    }

    private async Task Send(Question question, Question? before)
    {
        if (before is { Answer.Task: { IsCompleted: false } answer })
            await ((Task)answer.WaitAsync(Patience, clock)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            gathering = null;
            last = question;
        }
        try
        {
            question.Answer.SetResult(await read(question.Keys));
        }
        catch (Exception e)
        {
            question.Answer.SetException(e);
        }
    }

    private sealed class Question
    {
        public HashSet<TKey> Keys { get; } = [];

        public TaskCompletionSource<IReadOnlyDictionary<TKey, TValue>> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
