namespace Host.Tests.Contract;

using System.Net.Http.Headers;

/// <summary>A request and its answer, as they went over the wire.</summary>
internal sealed record Exchange(
    string Method,
    string Path,
    string Query,
    IReadOnlyDictionary<string, string> Asked,
    byte[]? Body,
    int Status,
    IReadOnlyDictionary<string, string> Answered,
    byte[] Answer
)
{
    public static async Task<Exchange> Of(HttpRequestMessage request, HttpResponseMessage response) =>
        new(
            request.Method.Method,
            Uri.UnescapeDataString(request.RequestUri!.AbsolutePath),
            request.RequestUri.Query,
            Flat(request.Headers, request.Content?.Headers),
            // What is neither is a body that is broken or slow on purpose.
            request.Content
                is ByteArrayContent
                    or StreamContent
                ? await request.Content.ReadAsByteArrayAsync()
                : null,
            (int)response.StatusCode,
            Flat(response.Headers, response.Content.Headers),
            await response.Content.ReadAsByteArrayAsync()
        );

    public bool Succeeded => Status is >= 200 and < 300 or 304;

    public string? SentType => Asked.GetValueOrDefault("Content-Type");

    public string? MediaType => Answered.TryGetValue("Content-Type", out var type) ? type.Split(';')[0].Trim() : null;

    public override string ToString() => $"{Method} {Path}{Query} -> {Status}";

    private static Dictionary<string, string> Flat(params HttpHeaders?[] headers) =>
        headers
            .SelectMany(h => h?.NonValidated.ToArray() ?? [])
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
}
