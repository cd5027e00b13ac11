namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>What a body says of itself must be what we read it as: JSON (RFC 8259 section 8.1) or a file of its kind, in UTF-8, as it stands.</summary>
internal static class BodyFormat
{
    /// <summary>The refusal of a body that says it is something else, 415; null when it does not.</summary>
    public static Error? Refusal(HttpRequest request) => Refusal(request, request.HasJsonContentType());

    /// <summary>As above, of a body that has to be something else.</summary>
    public static Error? Refusal(HttpRequest request, string mediaType) =>
        Refusal(
            request,
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        );

    private static Error? Refusal(HttpRequest request, bool isOfTheType) =>
        isOfTheType && request.Headers.GetCommaSeparatedValues(HeaderNames.ContentEncoding).All(IsIdentity) && IsInUtf8(request)
            ? null
            : Problems.UnsupportedMediaType;

    private static bool IsIdentity(string coding) => coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static bool IsInUtf8(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.Parameters.Where(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)).All(IsUtf8);

    private static bool IsUtf8(NameValueHeaderValue charset) =>
        HeaderUtilities.RemoveQuotes(charset.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
