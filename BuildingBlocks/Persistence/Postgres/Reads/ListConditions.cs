namespace Procurement.BuildingBlocks.Persistence.Postgres.Reads;

using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

/// <summary>The conditions of a list as SQL: values go in as parameters, what is null is left out.</summary>
public sealed partial class ListConditions(NpgsqlCommand command)
{
    private readonly StringBuilder sql = new("true");

    /// <summary>Adds a condition on a value of the caller.</summary>
    /// <param name="comparison">Column and operator, a constant of the code: <c>code = </c>.</param>
    /// <param name="value">What to compare with; null leaves the condition out.</param>
    public ListConditions And(string comparison, object? value)
    {
        if (value is null)
            return this;
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        sql.Append(" AND ").Append(comparison).Append('$').Append(command.Parameters.Count);
        return this;
    }

    /// <summary>Adds a condition on what a text begins with, as it is written.</summary>
    /// <param name="column">Column, a constant of the code.</param>
    /// <param name="prefix">Null leaves the condition out.</param>
    public ListConditions AndPrefix(string column, string? prefix) =>
        And($"{column} LIKE ", prefix is null ? null : Wildcards().Replace(prefix, @"\$0") + "%");

    /// <summary>Adds a condition that holds no text of the caller: a number or a code in it lets the plan be made for this value.</summary>
    /// <param name="condition">SQL.</param>
    public ListConditions AndConstant(string condition)
    {
        sql.Append(" AND ").Append(condition);
        return this;
    }

    /// <summary>
    /// Adds a condition on a state. The name of a state is no text of the caller, and as a constant it lets a generic plan use a partial index.
    /// </summary>
    public ListConditions AndStatus<TStatus>(TStatus? status)
        where TStatus : struct, Enum
    {
        if (status is { } state)
            sql.Append(" AND status = '").Append(state).Append('\'');
        return this;
    }

    /// <summary>
    /// Adds conditions on <c>created_at</c>, from one moment to before another, each null for no bound. The identifiers' own time lets the
    /// primary key find the rows; the column decides, because it is exact.
    /// </summary>
    public ListConditions AndCreated(DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from is { } first)
            And("id >= ", IdTime.NoneBefore(first)).And("created_at >= ", first);
        if (to is { } end)
            And("id < ", IdTime.NoneFrom(end)).And("created_at < ", end);
        return this;
    }

    /// <summary>What belongs behind WHERE; <c>true</c> when there is no condition.</summary>
    public override string ToString() => sql.ToString();

    /// <summary>A page out of one item more than was asked for, which tells whether there is a next page.</summary>
    /// <param name="found">At most <paramref name="limit"/> and one.</param>
    /// <param name="limit">Items per page.</param>
    /// <param name="key">The identifier of an item, by which the list is ordered.</param>
    public static Page<T> Page<T>(List<T> found, int limit, Func<T, Guid> key)
    {
        if (found.Count <= limit)
            return new Page<T>(found, null);
        found.RemoveAt(limit);
        return new Page<T>(found, key(found[^1]));
    }

    [GeneratedRegex(@"[\\%_]")]
    private static partial Regex Wildcards();
}
