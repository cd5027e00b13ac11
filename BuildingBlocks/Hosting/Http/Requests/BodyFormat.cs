namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>What a body says of itself must be what we read it as: JSON, in UTF-8 (RFC 8259 section 8.1), as it stands.</summary>
internal static class BodyFormat
{
    /// <summary>The refusal of a body that says it is something else, 415 with what is accepted (RFC 9110 section 15.5.16); null when it does not.</summary>
    public static Error? Refusal(HttpRequest request)
    {
        if (request.Headers.GetCommaSeparatedValues(HeaderNames.ContentEncoding).All(IsIdentity) && IsJson(request))
            return null;
        request.HttpContext.Response.Headers.AcceptEncoding = "identity";
        return Problems.UnsupportedMediaType;
    }

    private static bool IsIdentity(string coding) => coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.Parameters.Where(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)).All(IsUtf8);

    private static bool IsUtf8(NameValueHeaderValue charset) =>
        HeaderUtilities.RemoveQuotes(charset.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
