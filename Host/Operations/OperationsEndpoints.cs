namespace Procurement.Host.Operations;

using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Messaging.Operations;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;

/// <summary>What operators see of the messages between modules, and do to them.</summary>
internal static class OperationsEndpoints
{
    /// <summary>Most UTF-16 units of a name that is looked for.</summary>
    public const int LongestSought = 200;

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var desk = new Desk<IMessagingOperations>(routes, "/ops", "Operations", [Roles.Operator], OperationsJson.Default);
        desk.Get("GetMessagingOverview", "/messaging", (operations, ct) => operations.Overview(ct));
        desk.List(
            "ListDeadLetters",
            "/dead-letters",
            LetterFilters,
            LetterFilter,
            (operations, filter, ct) => operations.DeadLetters(filter, ct)
        );
        desk.Get("CountDeadLetters", "/dead-letters/counts", (operations, ct) => operations.Counts(ct));
        desk.Find<DeadLetterId, DeadLetter>(
            "GetDeadLetter",
            "/dead-letters/{id}",
            OperationErrors.NoSuchLetter,
            (operations, id, ct) => operations.Find(id, ct)
        );
        desk.List("ListEvents", "/events", EventFilters, EventFilter, (operations, filter, ct) => operations.Events(filter, ct));
        desk.List(
            "ListOperations",
            "/operations",
            [Actor],
            query => (Actor: query.Get(Actor), query.After, query.Limit),
            (operations, filter, ct) => operations.Operations(filter.Actor, filter.After, filter.Limit, ct)
        );
        desk.MapChanges();
    }

    private static void MapChanges(this Desk<IMessagingOperations> desk)
    {
        desk.Change<DeadLetterId, NoBody, DeadLetter>(
                "ReplayDeadLetter",
                "/dead-letters/{id}/replay",
                (operations, id, command) => operations.Replay(id, command.When, By(command), command.Ct)
            )
            .Refuses(OperationErrors.NoSuchLetter, OperationErrors.Resolved, OperationErrors.Unreadable, OperationErrors.ConsumerGone);
        desk.Change<DeadLetterId, ReasonBody, DeadLetter>(
                "SkipDeadLetter",
                "/dead-letters/{id}/skip",
                async (operations, id, command) =>
                    Reason.Parse(command.Body.Reason) is { Error: var invalid } reason && invalid is not null
                        ? invalid
                        : await operations.Skip(id, command.When, By(command, reason.Value), command.Ct)
            )
            .Refuses(OperationErrors.NoSuchLetter, OperationErrors.Resolved);
        desk.Post<ReplayLettersBody, ReplayedLetters>(
            "ReplayDeadLetters",
            "/dead-letters/replay",
            new Dictionary<string, Facts>(),
            async (operations, command) =>
                command.Body.Read() is { Error: var invalid } read && invalid is not null
                    ? invalid
                    : await operations.ReplayAll(read.Value.Filter, By(command, read.Value.Reason), command.Ct)
        );
        desk.Post<ReplayConsumerBody, ReplayedConsumer>(
                "ReplayConsumer",
                "/consumers/{consumer}/replay",
                new Dictionary<string, Facts> { ["consumer"] = ConsumerName.Facts with { Description = "The consumer's own name." } },
                async (operations, command) =>
                    command.Body.Read() is { Error: var invalid } read && invalid is not null
                        ? invalid
                        : await operations.ReplayConsumer(
                            command.Part("consumer"),
                            read.Value.From,
                            onlyMissed: false,
                            By(command, read.Value.Reason),
                            command.Ct
                        )
            )
            .Refuses(OperationErrors.NoSuchConsumer);
    }

    private static readonly QueryParameter<string> Consumer = Text("consumer", "Those of this consumer.", SoughtConsumer.Facts);
    private static readonly QueryParameter<string> Module = Text("module", "Those in this module.", SoughtModule.Facts);
    private static readonly QueryParameter<string> Type = Text(
        "type",
        "Events of this wire name, with or without version.",
        SoughtType.Facts
    );
    private static readonly QueryParameter<string> Fault = Text("error", "Those with this kind of error.", SoughtError.Facts);
    private static readonly QueryParameter<string> Key = Text("key", "Those of this key: an aggregate.", SoughtKey.Facts);
    private static readonly QueryParameter<string> Actor = Text("actor", "What this operator did.", Subject.Facts);
    private static readonly QueryParameter<DateTimeOffset?> From = Moment("from", "From this moment on.");
    private static readonly QueryParameter<DateTimeOffset?> To = Moment("to", "Before this moment.");
    private static readonly QueryParameter<bool?> Resolved = Flag(
        "resolved",
        "Those that were decided on, or, when absent, that were not."
    );
    private static readonly QueryParameter[] LetterFilters = [Consumer, Module, Type, Fault, Key, From, To, Resolved];
    private static readonly QueryParameter[] EventFilters = [Module, Type, Key, From, To];

    private static DeadLetterFilter LetterFilter(ListQuery query) =>
        new()
        {
            Consumer = query.Get(Consumer),
            Module = query.Get(Module),
            Type = query.Get(Type),
            Error = query.Get(Fault),
            Key = query.Get(Key),
            From = query.Get(From),
            To = query.Get(To),
            Resolved = query.Get(Resolved) ?? false,
            Limit = query.Limit,
            After = query.After,
        };

    private static EventFilter EventFilter(ListQuery query) =>
        new()
        {
            Module = query.Get(Module),
            Type = query.Get(Type),
            Key = query.Get(Key),
            From = query.Get(From),
            To = query.Get(To),
            Limit = query.Limit,
            After = query.After,
        };

    private static OnBehalf<TView> By<TBody, TView>(Command<TBody, TView> command, Reason? reason = null) =>
        new(command.Subject, reason?.Text, command.Repeatable);
}
