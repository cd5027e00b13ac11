namespace Host.Tests.Invoicing.Chains;

using System.Globalization;
using System.Net;

/// <summary>
/// Calls whichever process answers. What nobody has answered is called again, a change under the same key: whether the first call had an
/// effect is not known.
/// </summary>
internal sealed class Caller(Pair pair, string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private int keys;

    public Task<Reply> Get(Person who, string path) => Answered(HttpMethod.Get, who, path, null, null);

    /// <summary>Asks until the answer is as is waited for: what an event brings about takes its time.</summary>
    public async Task<Reply> Until(Person who, string path, string what, Func<Reply, bool> holds)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reply = await Get(who, path);
            if (holds(reply))
                return reply;
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"{name}: {path} is not {what}: {reply.Body}");
            await Task.Delay(Poll);
        }
    }

    public Task<Reply> Becomes(Person who, string path, string status) =>
        Until(who, path, status, reply => reply.Status == HttpStatusCode.OK && reply.Text("status") == status);

    public Task<Reply> Post(Person who, string path, string? body = null) => Change(HttpMethod.Post, who, path, body);

    public Task<Reply> Put(Person who, string path, string body) => Change(HttpMethod.Put, who, path, body);

    private async Task<Reply> Change(HttpMethod method, Person who, string path, string? body)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{name}.{++keys}");
        var reply = await Answered(method, who, path, body, key);
        if (reply.Status is HttpStatusCode.OK or HttpStatusCode.Created)
            return reply;
        throw new InvalidOperationException($"{name}: {method} {path} {body}: {(int)reply.Status} {reply.Body}");
    }

    private async Task<Reply> Answered(HttpMethod method, Person who, string path, string? body, string? key)
    {
        var token = await pair.TokenOf(who);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await Try(method, token, path, body, key) is { } reply)
                return reply;
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"{name}: nobody answers {method} {path}");
            await Task.Delay(Pause);
        }
    }

    /// <returns>Null when it is to be called again.</returns>
    private async Task<Reply?> Try(HttpMethod method, string token, string path, string? body, string? key)
    {
        if (pair.Next() is not { } client)
            return null;
        pair.Progress.Count();
        List<(string, string)> headers = [("Authorization", $"Bearer {token}")];
        if (key is not null)
            headers.Add(("Idempotency-Key", key));
        try
        {
            using var content = body is null
                ? null
                : new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
            var reply = await client.Send(method, path, content, [.. headers]);
            pair.Progress.Count(key is not null && (int)reply.Status < 300);
            return IsForNow(reply) ? null : reply;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            pair.Lose();
            return null;
        }
    }

    /// <summary>Busy, too late to answer, or somebody else was quicker: the same again is safe, whatever came of it.</summary>
    private static bool IsForNow(Reply reply) =>
        reply.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests
        || (reply.Status == HttpStatusCode.Conflict && reply.Code is "CONCURRENT_CHANGE" or "IDEMPOTENCY_KEY_TAKEN");
}
