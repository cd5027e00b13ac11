namespace Procurement.Supplier.Adapters.Remote;

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>
/// Asks the ERP over HTTP, once. What is wrong with the ERP is an exception and tells nothing of the vendor; that it does not know a vendor is
/// an answer. Thread-safe.
/// </summary>
internal sealed class ErpClient : IDisposable
{
    private const int MostBytes = 1024 * 1024;
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    private readonly string vendors;
    private readonly ErpTranslator translator;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public ErpClient(ErpSettings settings, OutgoingUrls outgoing, ErpTranslator translator, TimeProvider clock)
    {
        (this.translator, this.clock) = (translator, clock);
        vendors = $"{settings.Address!.OriginalString.TrimEnd('/')}/vendors/";
        // The chain around this has a time for each attempt.
        http = new HttpClient(outgoing.Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <exception cref="ErpAwayException">It says that it cannot answer now.</exception>
    /// <exception cref="ErpAnswerException">It answers otherwise than was agreed.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or must not be.</exception>
    /// <exception cref="IOException">It broke off.</exception>
    public async Task<Result<ExternalSupplier>> Find(SupplierCode code, CancellationToken ct)
    {
        using var answer = await Ask(code, ct);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return ErpErrors.VendorNotFound;
        if (IsAway(answer.StatusCode))
            throw new ErpAwayException(answer.StatusCode, Rest(answer.Headers.RetryAfter));
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new ErpAnswerException($"its status is {answer.StatusCode:D}");
        var record = Read(await Body(answer.Content, ct));
        var named = SupplierCode.Parse(record.VendorCode);
        return named.Error is null && named.Value == code
            ? translator.Translate(record, code)
            : throw new ErpAnswerException("it is of another vendor");
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> Ask(SupplierCode code, CancellationToken ct)
    {
        try
        {
            return await http.GetAsync(new Uri(vendors + code.Value), HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException e)
            when (e.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ErpAnswerException("it is no HTTP");
        }
    }

    private static bool IsAway(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private TimeSpan? Rest(RetryConditionHeaderValue? told)
    {
        var rest = told?.Delta ?? told?.Date - clock.GetUtcNow();
        return rest > LongestRest ? LongestRest
            : rest > TimeSpan.Zero ? rest
            : null;
    }

    private static async Task<ArraySegment<byte>> Body(HttpContent content, CancellationToken ct)
    {
        var type = content.Headers.ContentType;
        if (type?.MediaType is not "application/json" || type.CharSet?.Trim('"').ToUpperInvariant() is not (null or "UTF-8"))
            throw new ErpAnswerException("it is not of the type application/json in UTF-8");
        if (content.Headers.ContentEncoding.Count > 0)
            throw new ErpAnswerException("it is encoded");
        if (content.Headers.ContentLength > MostBytes)
            throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        await using var stream = await content.ReadAsStreamAsync(ct);
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0; )
        {
            if (body.Length + read > MostBytes)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }
        return new ArraySegment<byte>(body.GetBuffer(), 0, (int)body.Length);
    }

    private static ErpAnswerException TooLarge() => new("it is larger than a mebibyte");

    private static VendorRecord Read(ArraySegment<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, ErpJson.Strict.VendorRecord) ?? throw new ErpAnswerException("it is null");
        }
        catch (JsonException e)
        {
            throw new ErpAnswerException(Place(e) is { } member ? $"{member} is not as agreed" : "it is not the JSON that was agreed on");
        }
    }

    /// <summary>Our name of the member where reading stopped; null when that is none of ours: the path is then of the ERP's making.</summary>
    private static string? Place(JsonException e) =>
        ErpJson.Strict.VendorRecord.Properties.Select(member => member.Name).FirstOrDefault(name => e.Path == $"$.{name}");
}
