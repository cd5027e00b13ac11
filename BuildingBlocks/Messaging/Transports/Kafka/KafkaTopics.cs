namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>
/// Makes the topics that are missing. Where that is not allowed somebody else makes them: the service says so once, goes on, and looks
/// again until they are there.
/// </summary>
internal sealed partial class KafkaTopics(
    KafkaClients clients,
    MessagingSettings settings,
    TopicNames names,
    TimeProvider clock,
    ILogger<KafkaTopics> log
) : BackgroundService
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(14);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UntilNextLook = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> there = new();
    private readonly ConcurrentDictionary<string, bool> forbidden = new();

    /// <summary>Makes those that this process has neither found nor been forbidden to make.</summary>
    /// <exception cref="KafkaException">The broker is away.</exception>
    public async Task Ensure(IReadOnlyCollection<string> topics, CancellationToken ct)
    {
        List<string> unknown = [.. topics.Where(each => !there.ContainsKey(each) && !forbidden.ContainsKey(each))];
        if (unknown.Count > 0)
            await Make(unknown, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff("topics", clock, log);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                List<string> missing = [.. names.All.Where(each => !there.ContainsKey(each))];
                if (missing.Count == 0)
                    return;
                await Make(missing, stoppingToken);
                backoff.Over();
                if (missing.Exists(forbidden.ContainsKey))
                    await Task.Delay(UntilNextLook, clock, stoppingToken);
            }
            catch (Exception e)
            {
                if (!stoppingToken.IsCancellationRequested)
                    await backoff.After(e, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Make(List<string> topics, CancellationToken ct)
    {
        using var admin = clients.Admin();
        var missing = await Missing(admin, topics, ct);
        foreach (var topic in topics.Except(missing))
            Found(topic);
        if (missing.Count == 0)
            return;
        var specifications = missing.Select(name => Specification(name, settings.Kafka!));
        try
        {
            await admin
                .CreateTopicsAsync(specifications, new CreateTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience })
                .WaitAsync(ct);
            missing.ForEach(Made);
        }
        catch (CreateTopicsException e)
        {
            e.Results.ForEach(Settle);
            // The broker may still be gathering its replicas: not a matter of one topic.
            if (e.Results.Find(each => !there.ContainsKey(each.Topic) && !forbidden.ContainsKey(each.Topic)) is { } other)
                throw new KafkaException(other.Error);
        }
    }

    private static async Task<List<string>> Missing(IAdminClient admin, List<string> topics, CancellationToken ct)
    {
        List<TopicDescription> found;
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = Patience };
            found = (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).WaitAsync(ct)).TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            found = e.Results.TopicDescriptions;
        }
        // Of a topic that we may not even see nobody knows whether it is there.
        return [.. found.Where(each => each.Error.IsError).Select(each => each.Name)];
    }

    /// <summary>What a topic is to be like, whoever makes it.</summary>
    internal static TopicSpecification Specification(string name, KafkaSettings kafka) =>
        new()
        {
            Name = name,
            NumPartitions = kafka.Partitions,
            ReplicationFactor = kafka.Replication,
            Configs = new Dictionary<string, string>
            {
                ["retention.ms"] = ((long)Retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
                ["min.insync.replicas"] = Math.Max(1, kafka.Replication - 1).ToString(CultureInfo.InvariantCulture),
            },
        };

    private void Settle(CreateTopicReport report)
    {
        if (!report.Error.IsError)
            Made(report.Topic);
        else if (report.Error.Code == ErrorCode.TopicAlreadyExists)
            Found(report.Topic);
        else if (KafkaFaults.IsForbidden(report.Error.Code) && forbidden.TryAdd(report.Topic, true))
            MayNotMake(log, report.Topic);
    }

    private void Made(string topic)
    {
        Found(topic);
        MadeTopic(log, topic, settings.Kafka!.Partitions, settings.Kafka.Replication);
    }

    private void Found(string topic)
    {
        there[topic] = true;
        forbidden.TryRemove(topic, out _);
    }

    [LoggerMessage(LogLevel.Information, "Made the topic {Topic} with {Partitions} partitions and replication {Replication}")]
    private static partial void MadeTopic(ILogger log, string topic, int partitions, short replication);

    [LoggerMessage(LogLevel.Error, "The topic {Topic} is missing and may not be made by this service; events wait until somebody makes it")]
    private static partial void MayNotMake(ILogger log, string topic);
}
