namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Nothing at all, or an empty object.</summary>
public sealed record NoBody
{
    internal static readonly NoBody Instance = new();
}

/// <summary>The body of a transition that calls for a reason.</summary>
/// <param name="Reason">Required; missing is told as a field error.</param>
public sealed record ReasonBody([property: Is<Reason>] string? Reason = null);

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="List">In order; may be empty.</param>
/// <param name="Next">Cursor of the next page; null when there is no more.</param>
public sealed record Items<T>([property: JsonPropertyName("items")] IReadOnlyList<T> List, [property: Is<NextPage>] string? Next);

/// <summary>What came of a batch.</summary>
/// <param name="Results">One per row, in the order asked.</param>
public sealed record BatchResults(IReadOnlyList<RowResult> Results);

[JsonSerializable(typeof(NoBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(Items<HistoryItem>))]
[JsonSerializable(typeof(BatchResults))]
internal sealed partial class CommonJson : JsonSerializerContext;
