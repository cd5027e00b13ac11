namespace BuildingBlocks.Tests.Postgres;

using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;

internal sealed class CoalescedReadsTests
{
    private readonly List<(string[] Keys, TaskCompletionSource Answer)> questions = [];
    private readonly FakeTimeProvider clock = new();
    private readonly Dictionary<string, string> table = [];
    private SemaphoreSlim arrived = null!;
    private int sent;
    private CoalescedReads<string, string> lookup = null!;

    [SetUp]
    public void Start()
    {
        arrived = new SemaphoreSlim(0);
        sent = 0;
        questions.Clear();
        table.Clear();
        (table["a"], table["b"], table["c"]) = ("1", "2", "3");
        lookup = new CoalescedReads<string, string>(1, Read, clock);
    }

    [TearDown]
    public void End() => arrived.Dispose();

    [Test]
    public async Task Asks_at_once_when_nothing_is_on_its_way()
    {
        var asked = lookup.Find("a", default);
        Assert.That(questions.Single().Keys, Is.EqualTo(new[] { "a" }));

        Answer(0);

        Assert.That(await asked, Is.EqualTo("1"));
    }

    [Test]
    public async Task What_comes_meanwhile_goes_together_and_everyone_gets_his_answer()
    {
        var first = lookup.Find("a", default);
        var rest = new[] { "b", "c", "b", "absent" }.Select(key => lookup.Find(key, default)).ToList();
        Assert.That(questions, Has.Count.EqualTo(1));

        Answer(0);
        await first;
        await Sent(2);
        Assert.That(questions[1].Keys, Is.EquivalentTo(new[] { "b", "c", "absent" }));
        Answer(1);

        var answers = await Task.WhenAll(rest);
        Assert.That(answers, Is.EqualTo(new[] { "2", "3", "2", null }));
    }

    [Test]
    public async Task Nobody_is_given_what_was_read_before_he_asked()
    {
        var before = lookup.Find("a", default);
        table["a"] = "10";
        var after = lookup.Find("a", default);

        Answer(0);
        await before;
        await Sent(2);
        table["a"] = "20";
        Answer(1);

        Assert.That(await after, Is.EqualTo("20"));
    }

    [Test]
    public async Task A_fault_reaches_those_who_asked_with_it_and_not_the_next()
    {
        var first = lookup.Find("a", default);
        var second = lookup.Find("b", default);

        questions[0].Answer.SetException(new TimeoutException("lost"));
        Assert.That(async () => await first, Throws.TypeOf<TimeoutException>());
        await Sent(2);
        Answer(1);

        Assert.That(await second, Is.EqualTo("2"));
    }

    [Test]
    public async Task What_cannot_be_read_is_the_fault_of_who_asked_for_it_alone()
    {
        var first = lookup.Find("a", default);
        var (good, bad) = (lookup.Find("b", default), lookup.Find("broken", default));

        Answer(0);
        await first;
        await Sent(2);
        Answer(1);
        await Sent(4);
        Answer(2);
        Answer(3);

        Assert.That(await good, Is.EqualTo("2"));
        Assert.That(async () => await bad, Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Each_goes_alone_when_none_may_be_shared()
    {
        lookup = new CoalescedReads<string, string>(0, Read, clock);
        var (first, second) = (lookup.Find("a", default), lookup.Find("a", default));

        Assert.That(questions, Has.Count.EqualTo(2));
        Answer(0);
        Answer(1);
        Assert.That(async () => await first + await second, Is.EqualTo("11"));
    }

    [Test]
    public async Task Who_leaves_takes_nobody_along()
    {
        var first = lookup.Find("a", default);
        using var leaving = new CancellationTokenSource();
        var left = lookup.Find("b", leaving.Token);
        var stayed = lookup.Find("b", default);

        await leaving.CancelAsync();
        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        Answer(0);
        await first;
        await Sent(2);
        Answer(1);

        Assert.That(await stayed, Is.EqualTo("2"));
    }

    [Test]
    public async Task One_that_is_stuck_does_not_hold_up_those_who_come_after()
    {
        var stuck = lookup.Find("a", default);
        var late = new[] { "b", "c" }.Select(key => lookup.Find(key, default)).ToList();

        clock.Advance(Gathering<string>.Patience);

        await Sent(2);
        Assert.That(questions[1].Keys, Is.EquivalentTo(new[] { "b", "c" }));
        Answer(1);
        Assert.That(await late[0] + await late[1], Is.EqualTo("23"));
        Assert.That(stuck.IsCompleted, Is.False);
    }

    [Test]
    public async Task Asks_again_after_all_was_quiet()
    {
        var first = lookup.Find("a", default);
        Answer(0);
        await first;

        var second = lookup.Find("b", default);
        await Sent(2);
        Answer(1);

        Assert.That(await second, Is.EqualTo("2"));
    }

    private async Task<IReadOnlyDictionary<string, string>> Read(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        questions.Add((keys.ToArray(), answer));
        arrived.Release();
        await answer.Task.WaitAsync(ct);
        if (keys.Contains("broken"))
            throw new FormatException("cannot be read");
        return keys.Where(table.ContainsKey).ToDictionary(key => key, key => table[key]);
    }

    private void Answer(int question) => questions[question].Answer.SetResult();

    /// <summary>Waits until so many questions are on their way or answered.</summary>
    private async Task Sent(int count)
    {
        while (sent < count)
        {
            Assert.That(await arrived.WaitAsync(TimeSpan.FromSeconds(10)), "No further question was sent.");
            sent++;
        }
    }
}
