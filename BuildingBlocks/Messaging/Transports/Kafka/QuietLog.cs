namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using Confluent.Kafka;
using Microsoft.Extensions.Logging;

/// <summary>
/// What one client of the broker has to say. It says a lot while the broker is away: its lines are for those who ask for details, and of
/// its complaints one a minute is enough.
/// </summary>
internal sealed partial class QuietLog(string client, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset told;

    public void Say(LogMessage line) => Line(log, client, line.Message);

    public void Complain(Error error)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (!error.IsFatal && now - told < Pause)
                return;
            told = now;
        }
        Complaint(log, client, error.Code, error.Reason);
    }

    [LoggerMessage(LogLevel.Debug, "Kafka, {Client}: {Line}")]
    private static partial void Line(ILogger log, string client, string line);

    [LoggerMessage(LogLevel.Warning, "Kafka, {Client}: {Code}: {Reason}")]
    private static partial void Complaint(ILogger log, string client, ErrorCode code, string reason);
}
