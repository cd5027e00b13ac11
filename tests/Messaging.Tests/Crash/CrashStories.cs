namespace Messaging.Tests.Crash;

using Messaging.Tests.Harness;
using Procurement.BuildingBlocks.Messaging;

/// <summary>
/// A process that tells, carries and handles events is killed at every point of their way, started again, and killed again. In the end every
/// event has taken effect once for each consumer, in order, and nothing is left. CRASH_KILLS says how often, CRASH_SEED makes a run again.
/// </summary>
internal sealed class CrashStories : CrashCase
{
    private static readonly string[] Points =
    [
        Victim.BeforeCommit,
        Victim.AfterCommit,
        $"{Checkpoint.Read}",
        $"{Checkpoint.Deleted}",
        $"{Checkpoint.Handled}",
        $"{Checkpoint.Done}",
    ];

    [Test]
    public async Task In_process_every_event_takes_effect_once_and_in_order_wherever_the_process_is_killed()
    {
        var run = NewRun(12);
        for (var kill = 0; kill < run.Kills; kill++)
        {
            var point = Points[kill % Points.Length];
            run.Count(point, await Killed(Until(point, run.Random.Next(1, 12))));
        }
        await Ends(run);
    }

    [Test]
    public async Task Several_processes_at_once_do_no_work_twice_and_keep_the_order_while_they_are_killed()
    {
        var run = NewRun(12);
        for (var kill = 0; kill < run.Kills; kill += 3)
        {
            var victims = Enumerable.Range(kill, 3).Select(each => Until(Points[each % Points.Length], run.Random.Next(1, 12))).ToList();
            var ends = await Task.WhenAll(victims.Select(Killed));
            for (var i = 0; i < 3; i++)
                run.Count(victims[i].Point, ends[i]);
        }
        await Ends(run);
    }

    [Test]
    public async Task Without_the_guard_the_order_is_lost_and_the_harness_sees_it()
    {
        await Killed(Until(Orders.Never, 0, writes: 400, Mutations.NoGuard));

        var verdict = await Verdict.Of(Url);

        Assert.That(verdict.OutOfOrder, Is.Positive, "the mutation was not noticed");
    }
}
