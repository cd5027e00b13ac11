namespace Procurement.BuildingBlocks;

/// <summary>The outcome of a step that yields nothing: done, or refused.</summary>
public readonly struct Result
{
    private Result(Error? error) => Error = error;

    /// <summary>The refusal; null when it was done.</summary>
    public Error? Error { get; }

    /// <summary>Done.</summary>
    public static Result Done => default;

    /// <summary>Refused.</summary>
    public static implicit operator Result(Error error) => new(error);
}

/// <summary>The outcome of a step that yields a value: the value, or a refusal. Check <see cref="Error"/> first.</summary>
/// <typeparam name="T">What it yields.</typeparam>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Error? error)
    {
        this.value = value;
        Error = error;
    }

    /// <summary>The refusal; null when there is a value.</summary>
    public Error? Error { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is a refusal instead: the code did not look at <see cref="Error"/>.</exception>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"No value: {Error.Code}");

    /// <summary>A value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Result<T>(Error error) => new(default, error);
}
