namespace Procurement.BuildingBlocks;

/// <summary>
/// Gathers what is wrong with a request, so that a caller learns all of it at once. The rules stay where the values are born;
/// this only remembers which field each refusal belongs to. Not thread-safe.
/// </summary>
public sealed class FieldErrors
{
    /// <summary>The refusal without its fields.</summary>
    public static readonly Error Refusal = Error.Invalid("VALIDATION_FAILED", "One or more fields are not valid.");

    private Dictionary<string, string>? fields;

    private Error? whole;

    /// <summary>
    /// What is wrong with the request as a whole, the first that was noted; otherwise the refusal <c>VALIDATION_FAILED</c> with every field;
    /// null when nothing is wrong.
    /// </summary>
    public Error? Error => whole ?? (fields is null ? null : Refusal with { Fields = fields });

    /// <summary>Notes a message; the first of a field is kept.</summary>
    /// <param name="field">Path in the request, such as <c>line_items[0].quantity</c>.</param>
    /// <param name="message">What is wrong, without the field's name: "must be greater than zero".</param>
    public void Add(string field, string message) => (fields ??= []).TryAdd(field, message);

    /// <summary>Notes every field of a refusal; one that names none is about the request as a whole.</summary>
    /// <param name="error">Null notes nothing.</param>
    public void AddAll(Error? error)
    {
        if (error is { Fields.Count: 0 })
            whole ??= error;
        foreach (var (field, message) in error?.Fields ?? new Dictionary<string, string>())
            Add(field, message);
    }

    /// <summary>Unwraps a value or notes why there is none; in that case the answer is the type's default, not to be used.</summary>
    public T Take<T>(string field, Result<T> result)
    {
        if (result.Error is null)
            return result.Value;
        Add(field, result.Error.Detail);
        return default!;
    }

    /// <summary>A value, or the refusal <c>VALIDATION_FAILED</c> that names its field, for whoever asks for one value only.</summary>
    public static Result<T> Check<T>(string field, Result<T> result)
    {
        var errors = new FieldErrors();
        var value = errors.Take(field, result);
        return errors.Error is { } invalid ? invalid : value;
    }
}
