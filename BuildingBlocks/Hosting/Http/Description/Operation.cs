namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

/// <summary>What an endpoint says of itself for the document.</summary>
internal sealed partial record Operation
{
    /// <summary>What it does, as one word of the code: <c>CreatePurchaseOrder</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The body; null when there is none.</summary>
    public JsonTypeInfo? Body { get; init; }

    /// <summary>Most bytes of the body.</summary>
    public int MostBytes { get; init; }

    /// <summary>Media type of a body that is a file; null when it is JSON, or when there is none.</summary>
    public string? FileTaken { get; init; }

    /// <summary>Media type of an answer that is a file of its own kind; null when it is JSON or CSV.</summary>
    public string? FileGiven { get; init; }

    /// <summary>The answer in JSON; null when it is a file.</summary>
    public required JsonTypeInfo? Answer { get; init; }

    /// <summary>Columns of an answer in CSV.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Status besides, with the same answer; null when there is none.</summary>
    public int? OtherStatus { get; init; }

    /// <summary>Parameters of the path, by name.</summary>
    public IReadOnlyDictionary<string, Facts> Path { get; init; } = new Dictionary<string, Facts>();

    /// <summary>Parameters of the query string.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Headers that are asked with, by name.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Headers of success besides those of every answer, by name.</summary>
    public IReadOnlyList<string> Answered { get; init; } = [];

    /// <summary>Whether 304 is an answer.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Whether anybody may call it, as often as he likes.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Refusals that follow from its shape.</summary>
    public IReadOnlyList<Error> Refusals { get; init; } = [];

    /// <summary>Stable identity: the name in camelCase.</summary>
    public string Id => char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>The name in words.</summary>
    public string Summary => Name[0] + Capital().Replace(Name[1..], " $0").ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}

/// <summary>Refusals of an endpoint that follow from its use case.</summary>
internal sealed record Refusals(IReadOnlyList<Error> Errors);
