namespace Deployment.Tests.Cluster;

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

/// <summary>A change that is asked for, under a key with which it is done once.</summary>
internal sealed record Change(string Verb, string Token, string Path, string Body, string Key);

/// <summary>
/// Callers of a cluster: each makes an order, reads orders, and takes one order in ten all the way to the supplier. What failed is asked for
/// again when all have stopped, under the same key, so that in the end it is known what there must be.
/// </summary>
internal sealed class Callers(Uri address, int atATime, string supplier, string buyer, string approver) : IDisposable
{
    private const int ReadsPerOrder = 3;
    private const int OrdersPerIssue = 10;
    private const int MostAttempts = 20;

    private readonly HttpClient client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> done = new();
    private readonly ConcurrentQueue<Change> unsettled = new();
    private readonly string run = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
    private int last;
    private volatile bool stopping;
    private volatile Phase current = new("");

    /// <summary>What is counted from now on.</summary>
    public Phase Enter(string name) => current = new Phase(name);

    /// <summary>How many different orders a kind of change was acknowledged for: <c>create</c>, <c>submit</c>, <c>approve</c>, <c>issue</c>.</summary>
    public int Acknowledged(string verb) => Of(verb).Count;

    /// <summary>Calls until told to stop.</summary>
    public Task Run() => Task.WhenAll(Enumerable.Range(0, atATime).Select(_ => Task.Run(Call)));

    /// <summary>Lets each caller finish, and then settles what failed.</summary>
    public async Task Stop(Task run)
    {
        stopping = true;
        await run;
        foreach (var change in unsettled)
        {
            var attempts = 0;
            while (await Ask(change) is null)
                if (++attempts == MostAttempts)
                    throw new InvalidOperationException($"{change.Verb} is refused under {change.Key}.");
        }
    }

    public void Dispose() => client.Dispose();

    private ConcurrentDictionary<string, bool> Of(string verb) => done.GetOrAdd(verb, _ => new());

    private async Task Call()
    {
        while (!stopping)
        {
            var number = Interlocked.Increment(ref last);
            var order = await Do(new Change("create", buyer, "/purchase-orders", Order(), $"{run}-{number}"));
            for (var i = 0; order is not null && i < ReadsPerOrder; i++)
                await Read(order);
            if (order is not null && number % OrdersPerIssue == 0)
                await Issue(order);
        }
    }

    private async Task Issue(string order)
    {
        foreach (var (verb, token) in new[] { ("submit", buyer), ("approve", approver), ("issue", buyer) })
            if (await Do(new Change(verb, token, $"/purchase-orders/{order}/{verb}", "", $"{order}-{verb}")) is null)
                return;
    }

    private async Task<string?> Do(Change change)
    {
        var order = await Ask(change);
        if (order is null)
            unsettled.Enqueue(change);
        return order;
    }

    /// <returns>The order's id; null when the answer was none, or none that says that it is done.</returns>
    private async Task<string?> Ask(Change change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(change.Path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", change.Token);
        request.Headers.Add("Idempotency-Key", change.Key);
        if (change.Body.Length > 0)
            request.Content = new StringContent(change.Body, Encoding.UTF8, "application/json");
        var expected = change.Verb == "create" ? HttpStatusCode.Created : HttpStatusCode.OK;
        if (await Send(request, expected) is not { } body)
            return null;
        var id = JsonElement.Parse(body).GetProperty("id").GetString()!;
        Of(change.Verb)[id] = true;
        return id;
    }

    private async Task Read(string order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/purchase-orders/{order}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", buyer);
        await Send(request, HttpStatusCode.OK);
    }

    private async Task<string?> Send(HttpRequestMessage request, HttpStatusCode expected)
    {
        var fault = "";
        var body = "";
        try
        {
            using var answer = await client.SendAsync(request);
            body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != expected)
                fault = $"{request.Method} {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            fault = $"{request.Method} {(e as HttpRequestException)?.HttpRequestError.ToString() ?? "timeout"}";
        }
        // By its end: what is lost with a replica was mostly under way before.
        current.Count(request.Method, fault);
        return fault.Length == 0 ? body : null;
    }

    private string Order() =>
        $$"""
            {"supplier_id":"{{supplier}}","requested_by":"alice","line_items":[{"sku":"OFF-0001","quantity":3,"unit_price_cents":1250,"currency":"USD"}]}
            """;
}

/// <summary>What was asked in a time with a name.</summary>
internal sealed class Phase(string name)
{
    private readonly ConcurrentDictionary<string, int> faults = new();
    private int reads;
    private int changes;

    public string Name => name;

    public int Requests => Volatile.Read(ref reads) + Volatile.Read(ref changes);

    public int Failed => faults.Values.Sum();

    /// <summary>One request; <paramref name="fault"/> is empty when it was answered as it should be.</summary>
    public void Count(HttpMethod method, string fault)
    {
        if (method == HttpMethod.Get)
            Interlocked.Increment(ref reads);
        else
            Interlocked.Increment(ref changes);
        if (fault.Length > 0)
            faults.AddOrUpdate(fault, 1, (_, count) => count + 1);
    }

    public override string ToString()
    {
        var which = faults.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $" {pair.Key} {pair.Value}x");
        return $"| {name} | {reads} | {changes} | {Failed}{string.Concat(which)} |";
    }
}
