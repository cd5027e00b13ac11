namespace BankSimulator;

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;

/// <summary>Marks a connection to the bank.</summary>
internal sealed class BankConnection;

/// <summary>
/// The bank: <c>POST /disbursements</c> carries a payment out once per <c>Idempotency-Key</c>, <c>GET /disbursements/{id}</c> tells how it
/// stands, unless the script says otherwise. What was handed in is carried out even when whoever did so is gone meanwhile.
/// </summary>
internal sealed partial class Bank
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<Step>> scripts = [];
    private readonly Dictionary<string, string> keys = [];
    private readonly Dictionary<string, Entry> ledger = [];
    private TaskCompletionSource release = new();
    private Counts counts = new(0, 0, 0);

    /// <summary>Forgets what it was told to do before on such calls.</summary>
    /// <param name="calls">POST, GET, or a payment, which goes before.</param>
    /// <param name="steps">What it does from now on.</param>
    public void Follow(string calls, Step[] steps)
    {
        lock (gate)
            scripts[calls] = new Queue<Step>(steps);
    }

    /// <summary>Goes on with whoever is held.</summary>
    public void Release()
    {
        lock (gate)
        {
            release.SetResult();
            release = new TaskCompletionSource();
        }
    }

    /// <summary>What is being processed comes to this end.</summary>
    public void End(string status)
    {
        lock (gate)
            foreach (var entry in ledger.Values.Where(entry => entry.Status == "processing").ToList())
                ledger[entry.PaymentId] = entry with { Status = status, Count = entry.Count - (status == "failed" ? 1 : 0) };
    }

    public Counts Count()
    {
        lock (gate)
            return counts;
    }

    public Entry[] Ledger()
    {
        lock (gate)
            return [.. ledger.Values];
    }

    public static ConnectionDelegate Connected(ConnectionDelegate next) =>
        connection =>
        {
            connection.Features.Set(new BankConnection());
            return next(connection);
        };

    public async Task Answer(HttpContext http)
    {
        using var text = new StreamReader(http.Request.Body);
        var body = await text.ReadToEndAsync();
        var (step, wait) = Next(http.Request.Method, http.Request.Path + body);
        if (step.Hold)
            await Held(wait);
        await Task.Delay(step.DelayMs);
        if (step.Close)
        {
            http.Abort();
            return;
        }
        (int Status, string Body) answer =
            step.Refuse is { } code ? (StatusCodes.Status422UnprocessableEntity, $$"""{"code":"{{code}}"}""")
            : step.Status is { } status ? (status, "{}")
            : HttpMethods.IsPost(http.Request.Method) ? CarryOut(http.Request, body, step.Outcome)
            : Find(http.Request.Path);
        if (step.HoldAfter)
            await Held(wait);
        await Task.Delay(step.LateMs);
        if (step.Lose)
            http.Abort();
        else
            await Write(http.Response, step, answer.Status, step.Body ?? answer.Body);
    }

    private static async Task Write(HttpResponse response, Step step, int status, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.PadRight(step.Bytes));
        response.StatusCode = status;
        response.ContentType = step.ContentType;
        foreach (var (name, value) in step.Headers)
            response.Headers[name] = value;
        if (!step.Chunked)
            response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes);
    }

    private (Step, Task) Next(string method, string about)
    {
        lock (gate)
        {
            counts = HttpMethods.IsPost(method) ? counts with { Posts = counts.Posts + 1 } : counts with { Gets = counts.Gets + 1 };
            var step =
                (
                    scripts.FirstOrDefault(each => about.Contains(each.Key) && each.Value.Count > 0).Value
                    ?? scripts.GetValueOrDefault(method)
                )
                    is not { Count: > 0 } script
                    ? new Step()
                : script.Peek().Always ? script.Peek()
                : script.Dequeue();
            return (step, release.Task);
        }
    }

    private async Task Held(Task wait)
    {
        Change(1);
        await wait;
        Change(-1);

        void Change(int by)
        {
            lock (gate)
                counts = counts with { Held = counts.Held + by };
        }
    }

    /// <summary>The key alone keeps it from doing the same again, and the ledger counts by payment: a wrong key is found out.</summary>
    private (int Status, string Body) CarryOut(HttpRequest request, string body, string outcome)
    {
        if (request.Path != "/disbursements" || Read(body) is not { } told || request.Headers["Idempotency-Key"] is not [{ } key])
            return (StatusCodes.Status400BadRequest, "{}");
        lock (gate)
        {
            var before = ledger.GetValueOrDefault(told.PaymentId);
            var now = told with { Count = before?.Count ?? 0, Posts = (before?.Posts ?? 0) + 1, Status = before?.Status ?? "" };
            // The same again is answered alike; one that has failed may be handed in again.
            var isRepetition = keys.TryGetValue(key, out var first) && now.Status is not "failed";
            if (isRepetition && first != body)
                return (StatusCodes.Status400BadRequest, "{}");
            if (!isRepetition)
                now = now with { Count = now.Count + (outcome == "failed" ? 0 : 1), Status = outcome };
            (keys[key], ledger[told.PaymentId]) = (body, now);
            return (isRepetition ? StatusCodes.Status200OK : StatusCodes.Status201Created, Standing(now));
        }
    }

    private (int Status, string Body) Find(string path)
    {
        if (Path().Match(path) is not { Success: true } match)
            return (StatusCodes.Status400BadRequest, "{}");
        lock (gate)
            return ledger.TryGetValue(match.Groups[1].Value, out var entry)
                ? (StatusCodes.Status200OK, Standing(entry))
                : (StatusCodes.Status404NotFound, "{}");
    }

    private static string Standing(Entry entry) => $$"""{"reference":"BANK-{{entry.PaymentId}}","status":"{{entry.Status}}"}""";

    /// <summary>Null when something is missing of what was agreed.</summary>
    private static Entry? Read(string body)
    {
        var order = JsonElement.Parse(body);
        return order.EnumerateObject().Select(member => member.Name).SequenceEqual(Agreed)
            ? new Entry(
                order.GetProperty("payment_id").GetString()!,
                0,
                0,
                order.GetProperty("amount_cents").GetInt64(),
                order.GetProperty("reference").GetString()!,
                order.GetProperty("iban").GetString()!,
                ""
            )
            : null;
    }

    private static readonly string[] Agreed = ["payment_id", "iban", "bic", "holder", "amount_cents", "currency", "reference"];

    [GeneratedRegex("^/disbursements/([^/]+)$")]
    private static partial Regex Path();
}
