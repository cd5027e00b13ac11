namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using Confluent.Kafka;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>What a fault on the way to or from the broker means.</summary>
internal static class KafkaFaults
{
    /// <summary>The broker or the database is away, or will not have us: nothing of the events' doing.</summary>
    public static bool IsAway(Exception fault) =>
        fault is KafkaException kafka && !IsRefusal(kafka.Error.Code)
        || PostgresFaults.IsUnavailable(fault)
        || PostgresFaults.IsPoolExhausted(fault);

    /// <summary>This event, as it is, will never be taken.</summary>
    public static bool IsRefusal(ErrorCode code) =>
        code
            is ErrorCode.MsgSizeTooLarge
                or ErrorCode.RecordListTooLarge
                or ErrorCode.InvalidMsgSize
                or ErrorCode.InvalidRecord
                or ErrorCode.InvalidTimestamp
                or ErrorCode.UnsupportedForMessageFormat
                or ErrorCode.PolicyViolation
                or ErrorCode.TopicAuthorizationFailed;

    /// <summary>A refusal of the one event; brokers refuse otherwise a batch with all that is in it.</summary>
    public static bool IsOfOneEvent(ErrorCode code) => code is ErrorCode.TopicAuthorizationFailed;

    /// <summary>Creating is not allowed to us; somebody else has to.</summary>
    public static bool IsForbidden(ErrorCode code) => code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed;
}
