namespace BuildingBlocks.Tests.Reads;

using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;

internal sealed class SharedLookupTests
{
    private readonly List<(string[] Keys, TaskCompletionSource Answer)> questions = [];
    private readonly FakeTimeProvider clock = new();
    private readonly Dictionary<string, int> table = [];
    private SemaphoreSlim arrived = null!;
    private int sent;
    private SharedLookup<string, int> lookup = null!;

    [SetUp]
    public void Start()
    {
        arrived = new SemaphoreSlim(0);
        sent = 0;
        questions.Clear();
        table.Clear();
        (table["a"], table["b"], table["c"]) = (1, 2, 3);
        lookup = new SharedLookup<string, int>(Read, clock);
    }

    [TearDown]
    public void End() => arrived.Dispose();

    [Test]
    public async Task Asks_at_once_when_nothing_is_on_its_way()
    {
        var asked = lookup.Ask("a", default);
        Assert.That(questions.Single().Keys, Is.EqualTo(new[] { "a" }));

        Answer(0);

        Assert.That((await asked)["a"], Is.EqualTo(1));
    }

    [Test]
    public async Task What_comes_meanwhile_goes_together_and_everyone_gets_his_answer()
    {
        var first = lookup.Ask("a", default);
        var rest = new[] { "b", "c", "b", "absent" }.Select(key => lookup.Ask(key, default)).ToList();
        Assert.That(questions, Has.Count.EqualTo(1));

        Answer(0);
        await first;
        await Sent(2);
        Assert.That(questions[1].Keys, Is.EquivalentTo(new[] { "b", "c", "absent" }));
        Answer(1);

        var answers = await Task.WhenAll(rest);
        Assert.That(answers[0]["b"], Is.EqualTo(2));
        Assert.That(answers[1]["c"], Is.EqualTo(3));
        Assert.That(answers[3].ContainsKey("absent"), Is.False);
    }

    [Test]
    public async Task Nobody_is_given_what_was_read_before_he_asked()
    {
        var before = lookup.Ask("a", default);
        table["a"] = 10;
        var after = lookup.Ask("a", default);

        Answer(0);
        await before;
        await Sent(2);
        table["a"] = 20;
        Answer(1);

        Assert.That((await after)["a"], Is.EqualTo(20));
    }

    [Test]
    public async Task A_fault_reaches_those_who_asked_with_it_and_not_the_next()
    {
        var first = lookup.Ask("a", default);
        var second = lookup.Ask("b", default);

        questions[0].Answer.SetException(new TimeoutException("lost"));
        Assert.That(async () => await first, Throws.TypeOf<TimeoutException>());
        await Sent(2);
        Answer(1);

        Assert.That((await second)["b"], Is.EqualTo(2));
    }

    [Test]
    public async Task Who_leaves_takes_nobody_along()
    {
        var first = lookup.Ask("a", default);
        using var leaving = new CancellationTokenSource();
        var left = lookup.Ask("b", leaving.Token);
        var stayed = lookup.Ask("b", default);

        await leaving.CancelAsync();
        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        Answer(0);
        await first;
        await Sent(2);
        Answer(1);

        Assert.That((await stayed)["b"], Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_is_stuck_does_not_hold_up_those_who_come_after()
    {
        var stuck = lookup.Ask("a", default);
        var late = new[] { "b", "c" }.Select(key => lookup.Ask(key, default)).ToList();

        clock.Advance(SharedLookup<string, int>.Patience);

        await Sent(2);
        Assert.That(questions[1].Keys, Is.EquivalentTo(new[] { "b", "c" }));
        Answer(1);
        Assert.That((await late[0])["b"] + (await late[1])["c"], Is.EqualTo(5));
        Assert.That(stuck.IsCompleted, Is.False);
    }

    [Test]
    public async Task Asks_again_after_all_was_quiet()
    {
        var first = lookup.Ask("a", default);
        Answer(0);
        await first;

        var second = lookup.Ask("b", default);
        await Sent(2);
        Answer(1);

        Assert.That((await second)["b"], Is.EqualTo(2));
    }

    private async Task<IReadOnlyDictionary<string, int>> Read(IReadOnlyCollection<string> keys)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        questions.Add((keys.ToArray(), answer));
        arrived.Release();
        await answer.Task;
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
