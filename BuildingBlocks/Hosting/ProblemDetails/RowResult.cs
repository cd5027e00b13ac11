namespace Procurement.BuildingBlocks.Hosting.ProblemDetails;

using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

/// <summary>What came of one row of a batch.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Status">The HTTP status that it alone would have; 424 when it is good, but was not made because of others.</param>
/// <param name="Id">Of what was made; absent when nothing was.</param>
/// <param name="Code">Why nothing was made; absent when it was.</param>
/// <param name="Fields">Message per offending field of the row; absent when no field is at fault.</param>
public sealed record RowResult(
    [property: Is<RowIndex>] int Index,
    [property: Is<RowStatus>] int Status,
    [property: Is<RowId>] [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: Is<ProblemCode>] [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Fields
)
{
    /// <summary>It was made.</summary>
    internal static RowResult Made(int index, string id) => new(index, StatusCodes.Status201Created, id, null, null);

    /// <summary>It was refused.</summary>
    internal static RowResult Refused(int index, Error error) =>
        new(index, Problems.StatusOf(error), null, error.Code, error.Fields is { Count: > 0 } fields ? fields : null);

    /// <summary>Of the parts of a refusal; none when it has none.</summary>
    internal static IReadOnlyList<RowResult> OfRefusal(Error error) =>
        [
            .. error.Parts.Select(
                (part, index) =>
                    part is null
                        ? new RowResult(index, StatusCodes.Status424FailedDependency, null, error.Code, null)
                        : Refused(index, part)
            ),
        ];
}
