namespace Messaging.Tests.Crash;

using System.Buffers.Binary;
using System.Diagnostics;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Messaging.Transports;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;

/// <summary>The child process: it tells, carries and handles events, and dies where it is told to.</summary>
internal static class Victim
{
    /// <summary>Before the commit of a change, and after it but before anybody is woken.</summary>
    public const string BeforeCommit = "P1";
    public const string AfterCommit = "P2";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Starts one.</summary>
    public static Process Launch(Orders orders)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Messaging.Tests.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. orders.Arguments]) { RedirectStandardOutput = true })!;
    }

    public static async Task Run(Orders orders)
    {
        var killer = new Killer(orders);
        await using var post = await Post.Start(orders.Url, SettingsOf(orders), services => Replace(services, orders, killer));
        await Console.Out.WriteLineAsync("started");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => Write(post, orders, killer, writer))));
        var verdict = await Verdict.Settled(orders.Url, Longest);
        await Console.Out.WriteLineAsync($"settled: {verdict.Wrong}");
    }

    private static MessagingSettings SettingsOf(Orders orders)
    {
        var settings = orders.Patient
            ? Post.Settings with
            {
                RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 100)],
            }
            : Post.Settings;
        return orders.Brokers.Length == 0
            ? settings
            : settings with
            {
                Transport = EventTransport.Kafka,
                Kafka = new KafkaSettings(orders.Brokers, SpaceOf(orders.Url), 3, 1) { NodeId = "victim" },
            };
    }

    /// <summary>Each test has topics of its own, as it has a database.</summary>
    private static string SpaceOf(string url) => new Uri(url).AbsolutePath.Trim('/').Replace('_', '-');

    private static void Replace(IServiceCollection services, Orders orders, Killer killer)
    {
        services.RemoveAll<ICheckpoints>();
        services.AddSingleton<ICheckpoints>(killer);
        services.AddSingleton<IBehaviour, FailsNowAndThen>();
        services.AddSingleton<IPassed>(killer);
        switch (orders.Mutation)
        {
            case Mutations.NoGuard:
                services.AddKeyedSingleton("sink", Mutations.WithoutGuard(InboxStatements.Of("sink")));
                break;
            case Mutations.DeleteFirst:
                services.RemoveAll<IEventTransport>().AddSingleton<IEventTransport, DeletesFirst>();
                break;
            case Mutations.OffsetsFirst:
                services.RemoveAll<ReaderOf>();
                services.AddSingleton<ReaderOf>(provider =>
                    module =>
                        ActivatorUtilities.CreateInstance<CommitsFirst>(
                            provider,
                            module,
                            ActivatorUtilities.CreateInstance<KafkaInbox>(provider, module)
                        )
                );
                break;
        }
    }

    /// <summary>Each writer has its own things, so that every count of a thing is told by one after the other.</summary>
    private static async Task Write(Post post, Orders orders, Killer killer, int writer)
    {
        for (var i = writer; i < orders.Writes; i += 4)
            await post.Count(
                Thing(i % orders.Things),
                afterCommit: () => killer.Pass(AfterCommit),
                beforeCommit: () => killer.Pass(BeforeCommit)
            );
    }

    private static ThingId Thing(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number + 1);
        return new ThingId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    private sealed class Killer(Orders orders) : ICheckpoints, IPassed
    {
        private int passed;

        public void Pass(Checkpoint point) => Pass($"{point}");

        public void Pass(string point)
        {
            if (point != orders.Point || Interlocked.Increment(ref passed) != orders.Nth)
                return;
            Process.GetCurrentProcess().Kill();
            // Until it has taken effect nothing more may happen here.
            using var never = new ManualResetEventSlim();
            never.Wait();
        }
    }
}

/// <summary>One message in ten fails the first time, so that later ones of its key have to wait for it.</summary>
internal sealed class FailsNowAndThen : IBehaviour
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, bool> failed = new();

    public Task Act(string note, Procurement.BuildingBlocks.Persistence.EventEnvelope happened, CancellationToken ct)
    {
        if (note == "kill")
            Process.GetCurrentProcess().Kill();
        return happened.AggregateVersion % 10 == 3 && failed.TryAdd(happened.MessageId, true)
            ? throw new InvalidOperationException("Fails the first time.")
            : Task.CompletedTask;
    }
}
