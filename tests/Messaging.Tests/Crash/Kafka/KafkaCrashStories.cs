namespace Messaging.Tests.Crash.Kafka;

using Messaging.Tests.Harness;
using Npgsql;
using Procurement.BuildingBlocks.Messaging;
using TestKit;

/// <summary>The same through a real broker, which is killed too; and safeguards taken away, each of which must be noticed.</summary>
internal sealed class KafkaCrashStories : CrashCase
{
    private static readonly string[] Points =
    [
        Victim.BeforeCommit,
        Victim.AfterCommit,
        $"{Checkpoint.Read}",
        $"{Checkpoint.Sent}",
        $"{Checkpoint.Deleted}",
        $"{Checkpoint.Polled}",
        $"{Checkpoint.Stored}",
        $"{Checkpoint.Handled}",
        $"{Checkpoint.Done}",
    ];

    protected override string Brokers => KafkaBroker.Address;

    [Test]
    public async Task Through_the_broker_every_event_takes_effect_once_and_in_order_wherever_the_process_is_killed()
    {
        var run = NewRun(18);
        for (var kill = 0; kill < run.Kills; kill++)
        {
            var point = Points[kill % Points.Length];
            if (kill % 7 == 3)
            {
                await KafkaBroker.Kill();
                await KafkaBroker.Start();
            }
            run.Count(point, await Killed(Until(point, run.Random.Next(1, 4))));
        }
        await Ends(run);
    }

    [Test]
    public async Task What_is_deleted_before_it_is_sent_is_lost_and_the_harness_sees_it()
    {
        await Mutated(Mutations.DeleteFirst, Mutations.DeletedForGood);

        Assert.That((await Last()).Missing, Is.Positive, "the mutation was not noticed");
    }

    [Test]
    public async Task What_is_acknowledged_before_it_is_stored_is_lost_and_the_harness_sees_it()
    {
        await Mutated(Mutations.OffsetsFirst, Mutations.OffsetsCommitted);

        Assert.That((await Last()).Missing, Is.Positive, "the mutation was not noticed");
    }

    [Test]
    public async Task What_is_not_remembered_as_seen_is_done_twice_and_the_harness_sees_it()
    {
        await using (var database = NpgsqlDataSource.Create(Postgres.ConnectionString(Url)))
        {
            await using var command = database.CreateCommand("ALTER TABLE sink.inbox_seen DROP CONSTRAINT inbox_seen_pkey");
            await command.ExecuteNonQueryAsync();
        }
        // What is sent again is done again, unless its first copy had not been taken up when the process was killed: then more kills are needed.
        var twice = 0L;
        for (var attempt = 0; attempt < 5 && twice == 0; attempt++)
        {
            await Mutated("", $"{Checkpoint.Sent}");
            twice = (await Last()).Twice;
        }

        Assert.That(twice, Is.Positive, "the mutation was not noticed");
    }

    private async Task Mutated(string mutation, string point)
    {
        for (var kill = 1; kill <= 3; kill++)
            await Killed(Until(point, kill, mutation: mutation));
    }

    /// <summary>A sound process finishes what can be finished.</summary>
    private async Task<Verdict> Last()
    {
        using var process = Victim.Launch(Until(Orders.Never, 0, writes: 0));
        await Eventually.Holds(async () => (await Verdict.Of(Url)).Waiting == 0);
        // What lies in the broker alone is nowhere to be counted: more would have come by now.
        await Task.Delay(TimeSpan.FromSeconds(3));
        await Eventually.Holds(async () => (await Verdict.Of(Url)).Waiting == 0);
        process.Kill();
        await process.WaitForExitAsync();
        return await Verdict.Of(Url);
    }
}
