namespace BuildingBlocks.Tests.Resilience;

using System.Net.Sockets;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Resilience;

internal sealed class RetriedUnitOfWorkTests
{
    private static readonly RetrySettings Settings = new(3, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), 0);

    private static IEnumerable<TestCaseData<Exception>> Undone()
    {
        foreach (var state in new[] { "40001", "40P01", "53300", "57P03" })
            yield return new TestCaseData<Exception>(Postgres(state)).SetArgDisplayNames(state);
        yield return new TestCaseData<Exception>(new DatabaseUnreachableException(new SocketException(111))).SetArgDisplayNames("away");
    }

    private static IEnumerable<TestCaseData<Exception>> Unknown()
    {
        var lost = new NpgsqlException("lost", new IOException("reset"));
        yield return new TestCaseData<Exception>(lost).SetArgDisplayNames("lost");
        yield return new TestCaseData<Exception>(new NpgsqlException("late", new TimeoutException())).SetArgDisplayNames("timeout");
        foreach (var state in new[] { "08006", "08007", "57P01", "57014", "53100", "23505" })
            yield return new TestCaseData<Exception>(Postgres(state)).SetArgDisplayNames(state);
    }

    /// <summary>Certainly undone, and with it what the caller wrote before in the same transaction.</summary>
    private static IEnumerable<TestCaseData<Exception>> Joined()
    {
        foreach (var state in new[] { "40001", "40P01" })
            yield return new TestCaseData<Exception>(new DoomedTransactionException(Postgres(state))).SetArgDisplayNames(state);
    }

    /// <summary>Certainly undone, and yet the caller has waited as long as it may.</summary>
    private static IEnumerable<TestCaseData<Exception>> Slow()
    {
        yield return new TestCaseData<Exception>(Postgres("55P03")).SetArgDisplayNames("55P03");
        var nobody = new NpgsqlException("nobody answers", new TimeoutException());
        yield return new TestCaseData<Exception>(new DatabaseUnreachableException(nobody)).SetArgDisplayNames("nobody answers");
    }

    [TestCaseSource(nameof(Undone))]
    public async Task Repeats_a_commit_that_certainly_wrote_nothing(Exception fault)
    {
        using var port = new ScriptedPort();
        port.Fails(fault);
        port.Answers();
        var commit = Retried(port).Commit(default);
        await port.Armed(TimeSpan.FromMilliseconds(50));

        port.Time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.That(await Faults.Of(commit), Is.Null);
        Assert.That(port.Calls, Is.EqualTo(2));
    }

    [TestCaseSource(nameof(Unknown))]
    [TestCaseSource(nameof(Slow))]
    [TestCaseSource(nameof(Joined))]
    public async Task Never_repeats_a_commit_whose_outcome_is_unknown_or_final_or_took_its_time(Exception fault)
    {
        using var port = new ScriptedPort();
        port.Fails(fault);

        Assert.That(await Faults.Of(Retried(port).Commit(default)), Is.SameAs(fault));
        Assert.That(port.Calls, Is.EqualTo(1));
    }

    private static RetriedUnitOfWork<string> Retried(ScriptedPort port) => new(new Scripted(port), port.Retry(Settings));

    private static PostgresException Postgres(string state) => new("no", "ERROR", "ERROR", state);

    private sealed class Scripted(ScriptedPort port) : IUnitOfWork<string>
    {
        public async Task<Result> Commit(CancellationToken ct)
        {
            await port.Call(ct);
            return Result.Done;
        }

        public void AfterCommit(Action action) => throw new NotSupportedException();
    }
}
