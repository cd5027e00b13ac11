namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Runtime.InteropServices;
using Confluent.Kafka;

/// <summary>The native library that speaks to Kafka; it is not there for every platform.</summary>
public static class KafkaLibrary
{
    /// <summary>What is wrong with it, in one line; null when it is loaded.</summary>
    public static string? Complaint()
    {
        try
        {
            if (!Library.IsLoaded)
                Library.Load();
            return null;
        }
        catch (Exception e)
            when (e is DllNotFoundException or InvalidOperationException or TypeInitializationException or BadImageFormatException)
        {
            return $"procurement: EVENT_TRANSPORT is kafka, but its native library cannot be loaded on {RuntimeInformation.RuntimeIdentifier}: "
                + Described.Cut((e.InnerException ?? e).Message).ReplaceLineEndings(" ");
        }
    }
}
