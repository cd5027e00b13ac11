namespace Procurement.BuildingBlocks.Messaging;

using Procurement.BuildingBlocks.Persistence;

/// <summary>One module, as those see it who carry events for all of them.</summary>
/// <param name="Name">Its name on the wire, which is also its schema.</param>
/// <param name="Written">Set when a commit has written to its outbox.</param>
/// <param name="OutboxOf">What the unit of work of a scope tells others.</param>
internal sealed record MessagingModule(string Name, Signal Written, Func<IServiceProvider, IOutbox> OutboxOf);
