namespace Procurement.Host;

using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Messaging;

/// <summary>Reads how events are carried from one module to another.</summary>
internal static class MessagingConfiguration
{
    public static MessagingSettings Read(EnvironmentReader env)
    {
        var transport = env.Choice<EventTransport>("EVENT_TRANSPORT", "What carries events from one module to another.", "in-process");
        return new MessagingSettings
        {
            Transport = transport,
            PollInterval = env.Duration(
                "OUTBOX_POLL_INTERVAL",
                "How often outboxes and inboxes are looked at when nothing wakes anybody.",
                "1s",
                TimeSpan.FromMilliseconds(10),
                TimeSpan.FromMinutes(1)
            ),
            BatchSize = env.Integer("OUTBOX_BATCH_SIZE", "Most events that leave an outbox together.", "500", 1, 10_000),
            MaxAttempts = env.Integer(
                "OUTBOX_MAX_ATTEMPTS",
                "How often handing over one event may fail for a reason of its own before it is put aside.",
                "5",
                1,
                1_000
            ),
            Kafka = ReadKafka(env, transport == EventTransport.Kafka),
        };
    }

    private static KafkaSettings? ReadKafka(EnvironmentReader env, bool wanted)
    {
        const string when = "`EVENT_TRANSPORT` is `kafka`";
        var brokers = env.Parse(
            "KAFKA_BROKERS",
            "The brokers to begin with.",
            "`host:port`, comma separated",
            "kafka-0.example.com:9092,kafka-1.example.com:9092",
            ParseBrokers,
            required: wanted,
            requiredWhen: when
        );
        var space = env.Parse<string>(
            "KAFKA_NAMESPACE",
            "What the names of topics and groups begin with.",
            "lower-case letters, digits and hyphens, a letter first",
            "procurement",
            text =>
                char.IsAsciiLetterLower(text[0])
                && text.All(each => char.IsAsciiLetterLower(each) || char.IsAsciiDigit(each) || each == '-')
                    ? text
                    : Error.Invalid("INVALID_NAMESPACE", "must be lower-case letters, digits and hyphens, a letter first"),
            required: wanted,
            requiredWhen: when
        );
        var partitions = env.Parse(
            "KAFKA_PARTITIONS",
            "Partitions of a topic that is made; they are fixed for its life.",
            "whole number from 1 to 1000",
            "12",
            text => ParseNumber(text, 1_000),
            required: wanted,
            requiredWhen: when
        );
        var replication = env.Parse(
            "KAFKA_REPLICATION",
            "Copies of a topic that is made.",
            "whole number from 1 to 10",
            "3",
            text => ParseNumber(text, 10),
            required: wanted,
            requiredWhen: when
        );
        return wanted ? new KafkaSettings(brokers, space, partitions, (short)replication) : null;
    }

    private static Result<int> ParseNumber(string text, int most) =>
        int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : Error.Invalid("INVALID_SETTING", $"must be a whole number from 1 to {most}");

    private static Result<string> ParseBrokers(string text) =>
        text.Split(',').All(IsAddress) ? text : Error.Invalid("INVALID_SETTING", "must be addresses host:port, comma separated");

    private static bool IsAddress(string text) =>
        Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var address)
        && address is { Port: > 0, AbsolutePath: "" or "/", UserInfo: "", Query: "", Fragment: "" }
        && $"{address.Host}:{address.Port}" == text;
}
