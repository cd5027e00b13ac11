namespace Messaging.Tests.Stories;

using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>Much to do for consumers, and others who want the database too.</summary>
internal sealed class BacklogStories
{
    [Test]
    public async Task Consumers_leave_half_of_the_connections_to_others()
    {
        var url = await Postgres.CreateDatabase("backlog");
        await Post.Create(url);
        await using (var post = await Post.Start(url, replace: Post.WithoutWorkers))
            for (var i = 0; i < 24; i++)
                await post.Count(TypedId.New<ThingId>(TimeProvider.System));
        var crowd = new Crowd();

        await using (await Post.Start(url, replace: services => services.AddSingleton<IBehaviour>(crowd), connections: 4))
            await Verdict.Settled(url, TimeSpan.FromSeconds(30));

        Assert.That(crowd.Largest, Is.EqualTo(2));
        await Postgres.DropDatabase(url);
    }

    /// <summary>How many were at work at one time, each for long enough that others come.</summary>
    private sealed class Crowd : IBehaviour
    {
        private readonly Lock gate = new();
        private int present;

        public int Largest { get; private set; }

        public async Task Act(string note, EventEnvelope happened, CancellationToken ct)
        {
            lock (gate)
                Largest = Math.Max(Largest, ++present);
            await Task.Delay(50, ct);
            lock (gate)
                present--;
        }
    }
}
