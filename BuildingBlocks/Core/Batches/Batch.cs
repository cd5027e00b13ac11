namespace Procurement.BuildingBlocks;

/// <summary>Whether things that are asked for at once depend on each other; spelt as clients spell it.</summary>
public enum BatchMode
{
    /// <summary>All are made, or none is.</summary>
    all_or_nothing,

    /// <summary>What is good is made, whatever is wrong with others.</summary>
    row_by_row,
}

/// <summary>Things that are asked for at once, and decided on each by itself.</summary>
public static class Batch
{
    /// <summary>The refusal of all because of some.</summary>
    public static readonly Error Refused = Error.Invalid(
        "BATCH_REFUSED",
        "Nothing was made, because of what is wrong with some of it; `results` says with which row, and what."
    );

    /// <summary>What comes of all of them together.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="mode">How they depend on each other.</param>
    /// <param name="member">The member of the request that has the rows; fields of the refusal are named under it.</param>
    /// <param name="rows">What came of each, in the order asked.</param>
    /// <returns>The rows, or <see cref="Refused"/> with what is wrong with each part; then nothing may be committed.</returns>
    public static Result<IReadOnlyList<Result<T>>> Judge<T>(BatchMode mode, string member, IReadOnlyList<Result<T>> rows)
    {
        if (mode == BatchMode.row_by_row || rows.All(row => row.Error is null))
            return rows.ToList().AsReadOnly();
        var fields =
            from row in rows.Index()
            from field in row.Item.Error?.Fields ?? new Dictionary<string, string>()
            select KeyValuePair.Create($"{member}[{row.Index}].{field.Key}", field.Value);
        return Refused with { Fields = fields.ToDictionary(), Parts = [.. rows.Select(row => row.Error)] };
    }
}
