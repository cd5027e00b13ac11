namespace Procurement.BuildingBlocks.Messaging.Operations;

/// <summary>How all queues stand.</summary>
/// <param name="Outbox">Of each module, what other modules are still to be told.</param>
/// <param name="Inbox">Of each consumer, what it has still to do.</param>
public sealed record MessagingOverview(IReadOnlyList<OutboxState> Outbox, IReadOnlyList<InboxState> Inbox);

/// <summary>How a module's outbox stands.</summary>
/// <param name="Module">The module.</param>
/// <param name="Pending">Events that have not left.</param>
/// <param name="OldestSeconds">How long the oldest has been waiting.</param>
/// <param name="Parked">Keys of which events wait for one that was put aside.</param>
/// <param name="Dead">Events put aside that nobody has decided on.</param>
public sealed record OutboxState(
    [property: Is<ModuleName>] string Module,
    [property: Is<Count>] long Pending,
    [property: Is<Seconds>] long OldestSeconds,
    [property: Is<Count>] long Parked,
    [property: Is<Count>] long Dead
);

/// <summary>How a consumer's inbox stands.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Pending">Messages that it has not handled.</param>
/// <param name="OldestSeconds">How long the oldest has been there.</param>
/// <param name="Parked">Keys of which messages wait for one that was put aside.</param>
/// <param name="Dead">Messages put aside that nobody has decided on.</param>
public sealed record InboxState(
    [property: Is<ConsumerName>] string Consumer,
    [property: Is<Count>] long Pending,
    [property: Is<Seconds>] long OldestSeconds,
    [property: Is<Count>] long Parked,
    [property: Is<Count>] long Dead
);
