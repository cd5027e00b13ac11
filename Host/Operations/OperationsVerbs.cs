namespace Procurement.Host.Operations;

using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Messaging.Operations;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// <c>procurement ops ...</c>: what operators do over HTTP, on the command line and straight on the database. Lists are tables, one row a line;
/// anything else is JSON. What is done is told to the processes that serve.
/// </summary>
internal static class OperationsVerbs
{
    private const int Rows = 100;

    private static readonly OperationsJson Json = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = true,
        }
    );

    /// <summary>A verb: what it prints, or why it was refused.</summary>
    private delegate Task<Result<string>> Run(IMessagingOperations operations, ParseResult parsed, CancellationToken ct);

    /// <summary>The verb with all that belongs under it.</summary>
    /// <param name="with">Gives the operations to some work, and makes an exit code of what it prints or is refused with.</param>
    public static Command Verb(Func<Func<IMessagingOperations, CancellationToken, Task<Result<string>>>, CancellationToken, Task<int>> with)
    {
        var ops = new Command("ops", "See to the messages between modules.");
        Add("messaging", "How all queues stand.", [], Overview);
        Add("dead-letters", "Messages put aside that wait for a decision, newest first.", [Consumer, Type, Fault, Key], DeadLetters);
        Add("dead-letter", "One of them, whole.", [Id], DeadLetter);
        Add("replay", "Put one back, or all of a key: before what waits for it.", [OptionalId, Key, Consumer, Why], Replay);
        Add("skip", "Give one up; what waits for it goes on.", [Id, Why], Skip);
        Add("replay-consumer", "Give a consumer again what was told since a moment.", [Named, Since, Why, Missed], ReplayConsumer);
        return ops;

        void Add(string name, string description, Symbol[] symbols, Run run)
        {
            var verb = new Command(name, description);
            foreach (var symbol in symbols)
                if (symbol is Argument argument)
                    verb.Arguments.Add(argument);
                else
                    verb.Options.Add((Option)symbol);
            verb.SetAction((parsed, ct) => with((operations, stop) => run(operations, parsed, stop), ct));
            ops.Subcommands.Add(verb);
        }
    }

    private static readonly Option<string> Consumer = new("--consumer") { Description = "Those of this consumer." };
    private static readonly Option<string> Type = new("--type") { Description = "Events of this wire name." };
    private static readonly Option<string> Fault = new("--error") { Description = "Those with this kind of error." };
    private static readonly Option<string> Key = new("--key") { Description = "Those of this key: an aggregate." };
    private static readonly Option<string> Why = new("--reason") { Description = "Why, for the record." };
    private static readonly Option<string> Since = new("--from") { Description = "From this moment on: 2026-01-31T12:00:00Z." };
    private static readonly Option<bool> Missed = new("--missed") { Description = "Only what it was never given." };
    private static readonly Argument<string> Id = new("id") { Description = "Its identifier." };
    private static readonly Argument<string> OptionalId = new("id") { Description = "Its identifier.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string> Named = new("consumer") { Description = "The consumer." };

    private static string Actor => $"cli:{Environment.UserName}";

    private static async Task<Result<string>> Overview(IMessagingOperations operations, ParseResult parsed, CancellationToken ct)
    {
        var overview = await operations.Overview(ct);
        return Table([
            ["queue", "name", "pending", "oldest_seconds", "parked", "dead"],
            .. overview.Outbox.Select(q => Row(QueueName.Outbox, q.Module, q.Pending, q.OldestSeconds, q.Parked, q.Dead)),
            .. overview.Inbox.Select(q => Row(QueueName.Inbox, q.Consumer, q.Pending, q.OldestSeconds, q.Parked, q.Dead)),
        ]);
    }

    private static async Task<Result<string>> DeadLetters(IMessagingOperations operations, ParseResult parsed, CancellationToken ct)
    {
        var page = await operations.DeadLetters(Filter(parsed) with { Limit = Rows }, ct);
        var more = page.Next is null ? "" : $"\nThese are the newest {Rows}; there are more.";
        return Table([
                ["id", "dead_at", "queue", "consumer", "type", "key", "attempts", "error"],
                .. page.Items.Select(each =>
                    Row(
                        each.Id,
                        each.DeadAt.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z",
                        each.Queue,
                        each.Consumer ?? each.Module,
                        each.Type ?? "-",
                        each.Key ?? "-",
                        each.Attempts,
                        $"{each.ErrorType}: {each.Error.ReplaceLineEndings(" ")}"
                    )
                ),
            ]) + more;
    }

    private static async Task<Result<string>> DeadLetter(IMessagingOperations operations, ParseResult parsed, CancellationToken ct)
    {
        var id = TypedId.Parse<DeadLetterId>(parsed.GetRequiredValue(Id));
        if (id.Error is { } malformed)
            return Wrong($"the identifier {malformed.Detail}");
        return await operations.Find(id.Value, ct) is { } found ? Written(found) : OperationErrors.NoSuchLetter;
    }

    private static async Task<Result<string>> Replay(IMessagingOperations operations, ParseResult parsed, CancellationToken ct)
    {
        var why = ReasonOf(parsed, isNeeded: false);
        if (why.Error is not null)
            return why.Error;
        if (parsed.GetValue(OptionalId) is { } text)
        {
            var id = TypedId.Parse<DeadLetterId>(text);
            if (id.Error is { } malformed)
                return Wrong($"the identifier {malformed.Detail}");
            return Done(await operations.Replay(id.Value, Precondition.None, new OnBehalf<DeadLetter>(Actor, why.Value), ct), Written);
        }
        if (parsed.GetValue(Key) is null || parsed.GetValue(Consumer) is null)
            return Wrong("name a dead letter, or a key and a consumer: replay <id> | replay --key <key> --consumer <consumer>");
        return Done(
            await operations.ReplayAll(Filter(parsed), new OnBehalf<ReplayedLetters>(Actor, why.Value), ct),
            replayed => Written(replayed)
        );
    }

    private static async Task<Result<string>> Skip(IMessagingOperations operations, ParseResult parsed, CancellationToken ct)
    {
        var (id, why) = (TypedId.Parse<DeadLetterId>(parsed.GetRequiredValue(Id)), ReasonOf(parsed, isNeeded: true));
        if (id.Error is { } malformed)
            return Wrong($"the identifier {malformed.Detail}");
        return why.Error is not null
            ? why.Error
            : Done(await operations.Skip(id.Value, Precondition.None, new OnBehalf<DeadLetter>(Actor, why.Value), ct), Written);
    }

    /// <summary>Call by call until there is no more.</summary>
    private static async Task<Result<string>> ReplayConsumer(IMessagingOperations operations, ParseResult parsed, CancellationToken ct)
    {
        var (from, why) = (Instant.Parse(parsed.GetValue(Since)), ReasonOf(parsed, isNeeded: true));
        if (from.Error is { } malformed)
            return Wrong($"--from {malformed.Detail}");
        if (why.Error is not null)
            return why.Error;
        var consumer = parsed.GetRequiredValue(Named);
        var (replayed, onlyMissed) = (0L, parsed.GetValue(Missed));
        for (DateTimeOffset? next = from.Value; next is { } moment; )
        {
            var part = await operations.ReplayConsumer(consumer, moment, onlyMissed, new OnBehalf<ReplayedConsumer>(Actor, why.Value), ct);
            if (part.Error is not null)
                return part.Error;
            replayed += part.Value.Value!.Replayed;
            next = part.Value.Value.Next;
        }
        return Written(new ReplayedConsumer(consumer, replayed, null));
    }

    private static DeadLetterFilter Filter(ParseResult parsed) =>
        new()
        {
            Consumer = parsed.GetValue(Consumer),
            Key = parsed.GetValue(Key),
            Type = parsed.GetValue(Type),
            Error = parsed.GetValue(Fault),
        };

    private static Result<string?> ReasonOf(ParseResult parsed, bool isNeeded)
    {
        if (parsed.GetValue(Why) is not { } text)
            return isNeeded ? Wrong("--reason is required") : (string?)null;
        var reason = Reason.Parse(text);
        return reason.Error is { } invalid ? Wrong($"--reason {invalid.Fields["reason"]}") : (string?)reason.Value.Text;
    }

    private static Error Wrong(string what) => Error.Invalid("WRONG_ARGUMENT", what);

    private static Result<string> Done<T>(Result<Performed<T>> outcome, Func<T, string> write)
        where T : class => outcome.Error is { } refusal ? refusal : write(outcome.Value.Value!);

    private static string Written<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Json);

    private static string[] Row(params object[] cells) => [.. cells.Select(cell => $"{cell}")];

    /// <summary>Columns as wide as their widest cell; the last is not filled up.</summary>
    private static string Table(IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        return string.Join(
            '\n',
            rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())
        );
    }
}
