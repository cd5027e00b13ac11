namespace Procurement.Invoicing.Adapters.Remote;

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// Asks the bank over HTTP, once. What is wrong with the bank is an exception and leaves open what became of the payment; that it refuses the
/// payment, or us, is an answer. Thread-safe.
/// </summary>
internal sealed class BankClient : IDisposable
{
    private const int MostBytes = 64 * 1024;
    private const int LongestReference = 140;
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    private readonly string disbursements;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public BankClient(BankSettings settings, OutgoingUrls outgoing, TimeProvider clock)
    {
        this.clock = clock;
        disbursements = $"{settings.Address!.OriginalString.TrimEnd('/')}/disbursements";
        // The chain around this has a time for each attempt.
        http = new HttpClient(outgoing.Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <exception cref="BankAwayException">It says that it cannot answer now, or something that was not agreed.</exception>
    /// <exception cref="BankAnswerException">Its answer is not as agreed.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or must not be.</exception>
    /// <exception cref="IOException">It broke off.</exception>
    public async Task<Result<Disbursement>> Disburse(Transfer transfer, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(disbursements));
        request.Headers.Add("Idempotency-Key", $"{transfer.Payment}");
        request.Content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(DisbursementOrder.Of(transfer), BankJson.Strict.DisbursementOrder)
        );
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await Ask(request, ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.Created => await Standing(answer, ct),
            HttpStatusCode.UnprocessableEntity => Refusal(await Read(answer.Content, BankJson.Strict.RefusalRecord, ct)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => BankErrors.NotAuthorised,
            _ => throw Away(answer),
        };
    }

    /// <inheritdoc cref="Disburse"/>
    public async Task<Result<Disbursement?>> Find(PaymentId payment, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{disbursements}/{payment}"));
        using var answer = await Ask(request, ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => await Standing(answer, ct),
            HttpStatusCode.NotFound => (Disbursement?)null,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => BankErrors.NotAuthorised,
            _ => throw Away(answer),
        };
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> Ask(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException e)
            when (e.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new BankAnswerException("it is no HTTP");
        }
    }

    private BankAwayException Away(HttpResponseMessage answer)
    {
        var told = answer.Headers.RetryAfter;
        var rest = told?.Delta ?? told?.Date - clock.GetUtcNow();
        return new BankAwayException(
            answer.StatusCode,
            rest > LongestRest ? LongestRest
                : rest > TimeSpan.Zero ? rest
                : null
        );
    }

    private static async Task<Disbursement> Standing(HttpResponseMessage answer, CancellationToken ct)
    {
        var record = await Read(answer.Content, BankJson.Strict.DisbursementRecord, ct);
        if (Text.Parse(record.Reference, LongestReference) is not { Error: null } reference)
            throw new BankAnswerException("reference is not as agreed");
        return new Disbursement(
            reference.Value,
            record.Status switch
            {
                "processing" => DisbursementStatus.Processing,
                "settled" => DisbursementStatus.Settled,
                "failed" => DisbursementStatus.Failed,
                _ => throw new BankAnswerException("status is none that was agreed on"),
            }
        );
    }

    private static Error Refusal(RefusalRecord record) =>
        record.Code switch
        {
            "INVALID_ACCOUNT" => BankErrors.InvalidAccount,
            "INSUFFICIENT_FUNDS" => BankErrors.InsufficientFunds,
            _ => throw new BankAnswerException("code is none that was agreed on"),
        };

    private static async Task<T> Read<T>(HttpContent content, JsonTypeInfo<T> agreed, CancellationToken ct)
        where T : class
    {
        var body = await Body(content, ct);
        try
        {
            return JsonSerializer.Deserialize(body, agreed) ?? throw new BankAnswerException("it is null");
        }
        catch (JsonException e)
        {
            // Our name of the member where reading stopped, if it is one of ours: otherwise the path is of the bank's making.
            var member = agreed.Properties.Select(each => each.Name).FirstOrDefault(name => e.Path == $"$.{name}");
            throw new BankAnswerException(member is null ? "it is not the JSON that was agreed on" : $"{member} is not as agreed");
        }
    }

    private static async Task<ArraySegment<byte>> Body(HttpContent content, CancellationToken ct)
    {
        var type = content.Headers.ContentType;
        if (type?.MediaType is not "application/json" || type.CharSet?.Trim('"').ToUpperInvariant() is not (null or "UTF-8"))
            throw new BankAnswerException("it is not of the type application/json in UTF-8");
        if (content.Headers.ContentEncoding.Count > 0)
            throw new BankAnswerException("it is encoded");
        if (content.Headers.ContentLength > MostBytes)
            throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[4 * 1024];
        await using var stream = await content.ReadAsStreamAsync(ct);
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0; )
        {
            if (body.Length + read > MostBytes)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }
        return new ArraySegment<byte>(body.GetBuffer(), 0, (int)body.Length);
    }

    private static BankAnswerException TooLarge() => new("it is larger than 64 KiB");
}
