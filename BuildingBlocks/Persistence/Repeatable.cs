namespace Procurement.BuildingBlocks.Persistence;

/// <summary>A request that may come again under its key: whoever does the work keeps the answer in the commit of its effect.</summary>
/// <typeparam name="T">What the work yields.</typeparam>
/// <param name="Client">Subject of who sent it.</param>
/// <param name="Key">The key, without quotes.</param>
/// <param name="Answer">Makes the answer to keep.</param>
public sealed record Repeatable<T>(string Client, string Key, Func<T, StoredAnswer> Answer);

/// <summary>What came of a request: its value or, when it was done before under the same key, what was answered then.</summary>
/// <typeparam name="T">What the work yields.</typeparam>
public sealed record Performed<T>
    where T : class
{
    private Performed(T? value, StoredAnswer? earlier) => (Value, Earlier) = (value, earlier);

    /// <summary>The value; null when there is <see cref="Earlier"/>.</summary>
    public T? Value { get; }

    /// <summary>The answer of then, perhaps to another request under the same key; null when this was the first.</summary>
    public StoredAnswer? Earlier { get; }

    /// <summary>Done now.</summary>
    public static Performed<T> Now(T value) => new(value, null);

    /// <summary>Done before.</summary>
    public static Performed<T> Before(StoredAnswer earlier) => new(null, earlier);
}
