namespace Procurement.BuildingBlocks;

using System.Collections;

/// <summary>One row of a life cycle.</summary>
/// <param name="Command">What is done, as in "cannot ... an order": <c>submit</c>.</param>
/// <param name="From">States in which it is legal.</param>
/// <param name="To">States it may lead to; none when it leaves the state as it is.</param>
public sealed record Transition<TStatus>(string Command, IReadOnlyList<TStatus> From, IReadOnlyList<TStatus> To);

/// <summary>What all life cycles refuse with.</summary>
public static class LifeCycle
{
    /// <summary>Code of the refusal of a command that is not legal in the present state.</summary>
    public const string IllegalTransition = "ILLEGAL_TRANSITION";
}

/// <summary>
/// Which command is legal in which state, and where it leads: the one table of an aggregate, from which its refusals and the diagram in
/// the documentation follow. Written as a collection: <c>{ "submit", [Draft], [AwaitingApproval] }</c>. A command that leads elsewhere from
/// some states has a row for each.
/// </summary>
/// <typeparam name="TStatus">The states.</typeparam>
/// <param name="noun">What it is the life of, with its article: <c>an order</c>.</param>
/// <param name="first">The states in which it may begin, the ordinary one first.</param>
public sealed class LifeCycle<TStatus>(string noun, params TStatus[] first) : IEnumerable<Transition<TStatus>>
    where TStatus : struct, Enum
{
    private readonly List<Transition<TStatus>> rows = [];

    /// <summary>The states in which it may begin, the ordinary one first.</summary>
    public IReadOnlyList<TStatus> First => first;

    /// <summary>Adds a row for what leaves the state as it is.</summary>
    public void Add(string command, TStatus[] during) => Add(command, during, []);

    /// <summary>Adds a row.</summary>
    public void Add(string command, TStatus[] from, TStatus[] to) => rows.Add(new Transition<TStatus>(command, from, to));

    /// <summary>The refusal <see cref="LifeCycle.IllegalTransition"/> of a command in a state; null when it is legal.</summary>
    /// <exception cref="InvalidOperationException">The table does not know the command.</exception>
    public Error? Refusal(string command, TStatus status) =>
        Row(command, status) is null ? Error.Conflict(LifeCycle.IllegalTransition, $"Cannot {command} {noun} that is {status}.") : null;

    /// <summary>Where a legal command leads.</summary>
    /// <param name="command">A row of the table.</param>
    /// <param name="status">The state before.</param>
    /// <param name="wanted">Which of the row's states; null when it has one only.</param>
    /// <exception cref="InvalidOperationException">The table does not allow it: the aggregate did not ask for the refusal first.</exception>
    public TStatus Target(string command, TStatus status, TStatus? wanted)
    {
        if (Row(command, status) is { } row)
        {
            var to = row.To.Count == 0 ? status : wanted ?? row.To.Single();
            if (row.To.Count == 0 || row.To.Contains(to))
                return to;
        }
        throw new InvalidOperationException($"The life cycle of {noun} does not lead from {status} to {wanted} by '{command}'.");
    }

    /// <inheritdoc/>
    public IEnumerator<Transition<TStatus>> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Transition<TStatus>? Row(string command, TStatus status) =>
        rows.Find(row => row.Command == command && row.From.Contains(status))
        ?? (
            rows.Exists(row => row.Command == command)
                ? null
                : throw new InvalidOperationException($"The life cycle of {noun} has no command '{command}'.")
        );
}
