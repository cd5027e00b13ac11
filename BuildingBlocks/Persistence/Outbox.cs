namespace Procurement.BuildingBlocks.Persistence;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

/// <summary>Where code publishes into, whatever the module.</summary>
public interface IOutbox
{
    /// <summary>The message that this unit of work consumes; null when it consumes none.</summary>
    EventEnvelope? Cause { get; }

    /// <summary>Makes an event part of the unit of work.</summary>
    /// <exception cref="InvalidOperationException">Nobody will commit it: it would be lost.</exception>
    void Add(EventEnvelope envelope);
}

/// <summary>
/// What one unit of work tells other modules: the events of the aggregates it changes, and what code publishes besides. It is written by
/// the commit of the unit of work, or not at all (ADR 0016).
/// </summary>
/// <typeparam name="TModule">Who tells it.</typeparam>
public sealed class Outbox<TModule>(IPublicEvents<TModule> events) : IOutbox
{
    private readonly Dictionary<RecordedEvent, EventEnvelope?> mapped = new(ReferenceEqualityComparer.Instance);
    private readonly List<EventEnvelope> added = [];
    private bool open;

    /// <inheritdoc/>
    public EventEnvelope? Cause { get; private set; }

    /// <summary>From here on somebody is there who will commit, so code may publish.</summary>
    /// <param name="cause">The message that is being consumed; null when none is.</param>
    public void Open(EventEnvelope? cause = null)
    {
        open = true;
        Cause = cause;
    }

    /// <inheritdoc/>
    public void Add(EventEnvelope envelope)
    {
        if (!open)
            throw new InvalidOperationException($"{envelope.Type} was published outside of a unit of work that anybody commits.");
        added.Add(envelope);
    }

    /// <summary>What code has published.</summary>
    internal IReadOnlyList<EventEnvelope> Added => added;

    /// <summary>What an event of an aggregate is to others, the same each time it is asked; null when it is nobody else's business.</summary>
    internal EventEnvelope? Of(Aggregate aggregate, RecordedEvent recorded)
    {
        if (!mapped.TryGetValue(recorded, out var envelope))
        {
            if (events.Of(aggregate, recorded.Event) is { } told)
                envelope = EventEnvelope.Of(told, aggregate.Identifier, recorded.Version, recorded.Event.At, Cause);
            mapped.Add(recorded, envelope);
        }
        return envelope;
    }

    internal void Clear()
    {
        mapped.Clear();
        added.Clear();
    }
}

/// <summary>Wakes whoever waits for what was written just now, in this process. A wake-up may be missed: everybody also looks by the clock.</summary>
public class Signal
{
    private readonly SemaphoreSlim wake = new(0, 1);

    /// <summary>Wakes the one that waits, or the next that will.</summary>
    public void Set()
    {
        try
        {
            if (wake.CurrentCount == 0)
                wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else was quicker, which will do.
        }
    }

    /// <summary>Waits for a wake-up, but not longer than a while.</summary>
    public Task Wait(TimeSpan atMost, CancellationToken ct) => wake.WaitAsync(atMost, ct);
}

/// <summary>Set when a commit has written to a module's outbox.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class OutboxSignal<TModule> : Signal;

/// <summary>Registration of what a module tells others.</summary>
internal static class OutboxRegistration
{
    public static IServiceCollection AddOutbox<TModule>(this IServiceCollection services)
    {
        services.TryAddSingleton<IPublicEvents<TModule>, NoPublicEvents<TModule>>();
        return services.AddScoped<Outbox<TModule>>().AddSingleton<OutboxSignal<TModule>>();
    }
}
