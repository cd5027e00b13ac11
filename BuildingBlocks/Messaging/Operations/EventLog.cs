namespace Procurement.BuildingBlocks.Messaging.Operations;

using System.Buffers.Binary;
using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;

/// <summary>Reads the logs of what modules told, newest first and one page over all of them.</summary>
internal sealed class EventLog(NpgsqlDataSource database, Topology topology)
{
    /// <summary>Most bytes of an event that a page shows: a hundred of them stay below a mebibyte.</summary>
    private const int MostBytes = 4 * 1024;

    /// <summary>Where an event lies: events of one moment are ordered by module, then by their place in its log.</summary>
    private readonly record struct Place(long Microseconds, byte Module, long Seq)
    {
        /// <summary>In 16 bytes: 7 of the moment, 1 of the module, 8 of the place.</summary>
        public Guid ToKey()
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteInt64BigEndian(bytes, (Microseconds << 8) | Module);
            BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Seq);
            return new Guid(bytes, bigEndian: true);
        }

        public static Place Of(Guid key)
        {
            Span<byte> bytes = stackalloc byte[16];
            key.TryWriteBytes(bytes, bigEndian: true, out _);
            var first = BinaryPrimitives.ReadInt64BigEndian(bytes);
            return new Place(first >> 8, (byte)first, BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
        }

        /// <summary>A made-up cursor may say anything; whatever it says is some moment.</summary>
        public DateTimeOffset Moment =>
            DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(Microseconds, 0, LastMicrosecond) * TimeSpan.TicksPerMicrosecond);

        private static long LastMicrosecond =>
            (DateTimeOffset.MaxValue.AddDays(-1) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    private sealed record Found(Place Place, LoggedEvent Event);

    public async Task<Page<LoggedEvent>> List(EventFilter filter, CancellationToken ct)
    {
        var found = new List<Found>();
        for (var i = 0; i < topology.Modules.Count; i++)
            if (filter.Module is null || filter.Module == topology.Modules[i].Name)
                found.AddRange(await List(topology.Modules[i].Name, (byte)i, filter, ct));
        var page = found
            .OrderByDescending(each => each.Place.Microseconds)
            .ThenBy(each => each.Place.Module)
            .ThenByDescending(each => each.Place.Seq)
            .Take(filter.Limit)
            .ToList();
        return new Page<LoggedEvent>([.. page.Select(each => each.Event)], page.Count < found.Count ? page[^1].Place.ToKey() : null);
    }

    private async Task<List<Found>> List(string module, byte index, EventFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand("");
        var (type, version) = DeadLetterRows.TypeOf(filter.Type);
        var where = new ListConditions(command)
            .And("event_type = ", type)
            .And("event_version = ", version)
            .And("partition_key = ", filter.Key)
            .And("occurred_at >= ", filter.From)
            .And("occurred_at < ", filter.To);
        var behind = "";
        if (filter.After is { } key)
        {
            var after = Place.Of(key);
            // Of the cursor's moment a module before its own is done, and one behind it has still to come.
            var seq =
                index == after.Module ? after.Seq
                : index < after.Module ? long.MinValue
                : long.MaxValue;
            command.Parameters.Add(new NpgsqlParameter { Value = after.Moment });
            command.Parameters.Add(new NpgsqlParameter { Value = seq });
            behind = $" AND (occurred_at, seq) < (${command.Parameters.Count - 1}, ${command.Parameters.Count})";
        }
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT occurred_at, seq, message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id,
                CASE WHEN octet_length(data) <= {MostBytes} THEN data::text END
            FROM {module}.event_log WHERE {where}{behind} ORDER BY occurred_at DESC, seq DESC LIMIT {filter.Limit + 1}
            """
        );
        var found = new List<Found>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(Read(row, module, index));
        return found;
    }

    private static Found Read(NpgsqlDataReader row, string module, byte index)
    {
        var at = row.GetFieldValue<DateTimeOffset>(0);
        var place = new Place((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, index, row.GetInt64(1));
        return new Found(
            place,
            new LoggedEvent
            {
                Module = module,
                OccurredAt = at,
                MessageId = $"{row.GetGuid(2)}",
                Type = $"{new EventType(row.GetString(3), row.GetInt16(4))}",
                Subject = row.GetString(5),
                Key = row.GetString(6),
                Sequence = row.GetInt64(7),
                CorrelationId = $"{row.GetGuid(8)}",
                Data = row.TextOrNull(9),
            }
        );
    }
}
