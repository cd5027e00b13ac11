namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

/// <summary>
/// Writes rows of a module by hand-written statements: for the units of work that only add, where tracking would cost most. All rows of
/// one leave as one statement, which is all or nothing by itself and costs PostgreSQL a third less than several in a batch (ADR 0011).
/// </summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed partial class RowWriters<TModule>
{
    /// <summary>Most rows of one statement: the numbers of their writers, a byte each, make its key.</summary>
    private const int MostRows = sizeof(ulong);

    private readonly Dictionary<Type, Writer> writers = [];
    private readonly List<Writer> numbered = [];
    private readonly ConcurrentDictionary<ulong, string> composed = new();

    /// <param name="schema">The module's schema, a constant of its code.</param>
    public RowWriters(string schema)
    {
        For<HistoryRow>(_ => true, Give, $"INSERT INTO {schema}.history VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
        For<StoredAnswer>(_ => true, Give, $"INSERT INTO {schema}.idempotency VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    }

    /// <summary>Says how one type of row is written.</summary>
    /// <param name="fits">Whether the statements write all that this row holds.</param>
    /// <param name="give">Gives the parameters, which the statements share: the first is <c>$1</c> in each of them.</param>
    /// <param name="statements">Inserts, constants of the code. They run in any order and do not see each other's rows.</param>
    public RowWriters<TModule> For<T>(Func<T, bool> fits, Action<T, NpgsqlParameterCollection> give, params string[] statements)
    {
        var writer = new Writer(
            checked((byte)(numbered.Count + 1)),
            row => fits((T)row),
            (row, parameters) => give((T)row, parameters),
            statements,
            statements.SelectMany(sql => Parameter().Matches(sql)).Max(match => Number(match))
        );
        writers.Add(typeof(T), writer);
        numbered.Add(writer);
        return this;
    }

    internal bool Know(List<object> rows) =>
        rows.Count is > 0 and <= MostRows && rows.TrueForAll(row => writers.TryGetValue(row.GetType(), out var writer) && writer.Fits(row));

    /// <summary>Gives the command the one statement that writes these rows, and its parameters.</summary>
    internal void Write(List<object> rows, NpgsqlCommand command)
    {
        var key = 0UL;
        foreach (var row in rows)
        {
            var writer = writers[row.GetType()];
            writer.Give(row, command.Parameters);
            key = (key << 8) | writer.Number;
        }
        command.CommandText = composed.GetOrAdd(key, Compose);
    }

    /// <summary>The last insert is the statement, those before it are its common table expressions; parameters are numbered through.</summary>
    private string Compose(ulong key)
    {
        var inserts = new List<string>();
        var given = 0;
        foreach (var number in BitConverter.GetBytes(key).Reverse().Where(number => number != 0))
        {
            var writer = numbered[number - 1];
            var before = given;
            foreach (var sql in writer.Statements)
                inserts.Add(Parameter().Replace(sql, match => string.Create(CultureInfo.InvariantCulture, $"${before + Number(match)}")));
            given += writer.Width;
        }
        var others = inserts.SkipLast(1).Select((sql, i) => string.Create(CultureInfo.InvariantCulture, $"w{i} AS ({sql})")).ToList();
        return others.Count == 0 ? inserts[^1] : $"WITH {string.Join(", ", others)} {inserts[^1]}";
    }

    private static int Number(Match parameter) => int.Parse(parameter.ValueSpan[1..], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();

    private static void Give(HistoryRow row, NpgsqlParameterCollection parameters) =>
        parameters
            .With(row.AggregateId)
            .With(row.Version)
            .With(row.Event)
            .With(row.Actor)
            .WithText(row.OnBehalfOf)
            .WithText(row.Cause)
            .With(row.At)
            .WithText(row.From)
            .With(row.To)
            .WithText(row.Details, NpgsqlDbType.Json)
            .WithText(row.TraceId);

    private static void Give(StoredAnswer row, NpgsqlParameterCollection parameters) =>
        parameters
            .With(row.Client)
            .With(row.Key)
            .With(row.Fingerprint)
            .With(row.Status)
            .With(row.Body)
            .WithText(row.ETag)
            .WithText(row.Location)
            .With(row.CreatedAt);

    /// <param name="Number">From 1, in the order of registration.</param>
    /// <param name="Fits">Whether it writes all that a row holds.</param>
    /// <param name="Give">Gives the parameters.</param>
    /// <param name="Statements">Inserts.</param>
    /// <param name="Width">Count of parameters.</param>
    private sealed record Writer(
        byte Number,
        Func<object, bool> Fits,
        Action<object, NpgsqlParameterCollection> Give,
        string[] Statements,
        int Width
    );
}

/// <summary>What a unit of work adds, in the order added.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class NewRows<TModule>(RowWriters<TModule> writers)
{
    internal List<object> Rows { get; } = [];

    /// <summary>True when all of them can be written by hand, as one statement.</summary>
    internal bool Writable => writers.Know(Rows);

    /// <summary>Writes them as one statement, which is one implicit transaction.</summary>
    internal async Task Write(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(null, connection);
        writers.Write(Rows, command);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Positional parameters.</summary>
public static class PositionalParameters
{
    /// <summary>Gives the next parameter; its PostgreSQL type follows from its type here.</summary>
    public static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    /// <summary>Gives the next parameter, a text or null.</summary>
    public static NpgsqlParameterCollection WithText(
        this NpgsqlParameterCollection parameters,
        string? value,
        NpgsqlDbType type = NpgsqlDbType.Text
    )
    {
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = (object?)value ?? DBNull.Value });
        return parameters;
    }
}
