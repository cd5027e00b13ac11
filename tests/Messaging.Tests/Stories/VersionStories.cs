namespace Messaging.Tests.Stories;

using MassTransit;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>A producer and a consumer of different releases.</summary>
internal sealed class VersionStories
{
    [Test]
    public async Task What_is_told_in_an_older_version_reaches_a_consumer_of_the_newer_as_that_and_one_of_the_older_as_it_is()
    {
        var url = await Postgres.CreateDatabase("versions");
        await Post.Create(url);
        var tallies = new Tallies();
        await using (
            var post = await Post.Start(
                url,
                replace: services =>
                    services
                        .AddSingleton(tallies)
                        .AddSingleton(new Upcaster(EventType.Of(typeof(ThingCounted)), json => json["tally"] = $"{json["count"]} times"))
                        .Subscribe<TakeTally, TakeTallyDefinition, ThingTallied>("sink.take-tally", KeyPolicy.Park)
            )
        )
        {
            var thing = TypedId.New<ThingId>(TimeProvider.System);
            await post.Count(thing);
            await post.Count(thing);

            await Eventually.Holds(() => Task.FromResult(tallies.Taken.Count >= 2));
            Assert.That(tallies.Taken, Is.EqualTo(new[] { $"{thing} 1 times", $"{thing} 2 times" }));
            Assert.That((await Verdict.Settled(url, TimeSpan.FromSeconds(30))).Wrong, Is.Empty);
        }
        await Postgres.DropDatabase(url);
    }

    [PublicEvent("source.thing-counted.v2", "thing")]
    private sealed record ThingTallied
    {
        public required string ThingId { get; init; }
        public required string Tally { get; init; }
    }

    private sealed class Tallies
    {
        private readonly List<string> taken = [];

        public IReadOnlyList<string> Taken
        {
            get
            {
                lock (taken)
                    return [.. taken];
            }
        }

        public void Take(string tally)
        {
            lock (taken)
                taken.Add(tally);
        }
    }

    private sealed class TakeTally(Tallies tallies) : IConsumer<ThingTallied>
    {
        public Task Consume(ConsumeContext<ThingTallied> tallied)
        {
            tallies.Take($"{tallied.Message.ThingId} {tallied.Message.Tally}");
            return Task.CompletedTask;
        }
    }

    private sealed class TakeTallyDefinition : ConsumerDefinition<TakeTally>;
}
