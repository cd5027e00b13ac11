namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>The <c>Idempotency-Key</c> header: a quoted structured-field string (RFC 9651 section 3.3.3), or bare as most clients send it.</summary>
internal static class IdempotencyKey
{
    private const int Longest = 128;

    /// <summary>The key without quotes; null when the header is absent.</summary>
    public static Result<string?> Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
            return (string?)null;
        var text = values.Count == 1 ? values[0]!.Trim() : "";
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
            text = text[1..^1];
        if (text.Length is 0 or > Longest || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.AsSpan().ContainsAny('"', '\\'))
            return Problems.MalformedField("Idempotency-Key", $"must be one key of 1 to {Longest} visible ASCII characters");
        return text;
    }
}
