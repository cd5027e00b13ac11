namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Where a request ends must not be a matter of opinion between us and a proxy: that is how a second one is smuggled in.</summary>
internal static class Framing
{
    private static readonly Error Ambiguous = Problems.MalformedField(
        "Transfer-Encoding",
        "must be 'chunked' alone, in HTTP/1.1 and without Content-Length"
    );

    private static readonly Length LengthAsDigits = new();

    /// <summary>
    /// How the server decodes a header; null is its own way. It takes a length with a sign before it for a number, keeps only the number, and
    /// asks nobody: what it decodes is the last place where the sign can be seen.
    /// </summary>
    internal static Encoding? EncodingOf(string header) => header == HeaderNames.ContentLength ? LengthAsDigits : null;

    /// <summary>Refuses what RFC 9112 section 6.1 calls faulty framing and Kestrel lets pass, and closes the connection.</summary>
    internal static IApplicationBuilder RefuseAmbiguousFraming(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (IsPlain(http.Request))
                    return next(http);
                http.Response.Headers.Connection = "close";
                return Problems.Write(http, Ambiguous);
            }
        );

    private static bool IsPlain(HttpRequest request)
    {
        var coding = request.Headers.TransferEncoding;
        if (coding.Count == 0)
            return true;
        // Kestrel believes Transfer-Encoding over Content-Length and hides the latter under another name.
        return coding.Count == 1
            && string.Equals(coding[0], "chunked", StringComparison.OrdinalIgnoreCase)
            && HttpProtocol.IsHttp11(request.Protocol)
            && request.ContentLength is null
            && !request.Headers.ContainsKey("X-Content-Length");
    }

    /// <summary>Digits as they are; of anything else something that is no number, which the server refuses (RFC 9110 section 8.6).</summary>
    private sealed class Length : Encoding
    {
        public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
        {
            if (bytes.Length <= chars.Length && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return ASCII.GetChars(bytes, chars);
            var written = Math.Min(bytes.Length, chars.Length);
            chars[..written].Fill('?');
            return written;
        }

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
            GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetMaxCharCount(int byteCount) => byteCount;

        public override int GetByteCount(char[] chars, int index, int count) => ASCII.GetByteCount(chars, index, count);

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
            ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

        public override int GetMaxByteCount(int charCount) => charCount;
    }
}
