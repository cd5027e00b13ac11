namespace Host.Tests.Bank;

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>How one call is answered; what is left out is as the bank would do it (tests/BankSimulator).</summary>
internal sealed record Step
{
    public bool? Always { get; init; }
    public int? DelayMs { get; init; }
    public bool? Hold { get; init; }
    public bool? Close { get; init; }
    public string? Outcome { get; init; }
    public int? LateMs { get; init; }
    public bool? HoldAfter { get; init; }
    public bool? Lose { get; init; }
    public int? Status { get; init; }
    public string? Refuse { get; init; }
    public string? Body { get; init; }
    public string? ContentType { get; init; }
    public Dictionary<string, string>? Headers { get; init; }
    public int? Bytes { get; init; }
    public bool? Chunked { get; init; }
}

/// <summary>What has come to the bank.</summary>
internal sealed record Counts(int Posts, int Gets, int Held);

/// <summary>What the bank has done with a payment: how often money has left for it, and how often it was handed in.</summary>
internal sealed record Entry(string PaymentId, int Count, int Posts, long AmountCents, string Reference, string Iban, string Status);

/// <summary>A bank that does as it is told, as a process of its own.</summary>
internal sealed class SimulatedBank : IAsyncDisposable
{
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "BankSimulator.dll");
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Process process;
    private readonly HttpClient control;

    private SimulatedBank(Process process, string address, string control)
    {
        this.process = process;
        Address = address;
        this.control = new HttpClient { BaseAddress = new Uri(control) };
    }

    public string Address { get; }

    /// <param name="address">Where one was before; null for anywhere.</param>
    public static async Task<SimulatedBank> Start(string? address = null)
    {
        var start = new ProcessStartInfo("dotnet", [Binary]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (address is not null)
            start.ArgumentList.Add($"{new Uri(address).Port}");
        var process = Process.Start(start)!;
        var addresses = (await process.StandardOutput.ReadLineAsync() ?? "").Split(' ');
        Assert.That(addresses, Has.Length.EqualTo(2), "The simulated bank does not start");
        return new SimulatedBank(process, addresses[0], addresses[1]);
    }

    /// <summary>Lets a host ask it, without much patience, and pay to accounts as soon as they are confirmed.</summary>
    public void Serve(Dictionary<string, string> environment)
    {
        environment["BANK_URL"] = Address;
        environment["BANK_STATUS_INTERVAL"] = "500ms";
        environment["OUTGOING_ALLOWED_HOSTS"] = "127.0.0.1";
        environment["BANK_ACCOUNT_COOLING_OFF"] = "0s";
        environment["RETRY_BASE_DELAY"] = "10ms";
        environment["RETRY_MAX_DELAY"] = "50ms";
        environment["BREAKER_MIN_REQUESTS"] = "10000";
        environment["BREAKER_PROBE_INTERVAL"] = "500ms";
    }

    /// <summary>Each payment that is handed in takes the next step, and after the last the bank does as it should.</summary>
    public Task Does(params Step[] steps) => Tell("POST", steps);

    /// <summary>Each question takes the next step.</summary>
    public Task Says(params Step[] steps) => Tell("GET", steps);

    /// <summary>Each call that is about one payment takes the next step, whatever was said for all.</summary>
    public Task Meets(string payment, params Step[] steps) => Tell(payment, steps);

    /// <summary>What is being processed comes to this end.</summary>
    public Task End(string status) => Post($"/end/{status}");

    public Task Release() => Post("/release");

    public async Task<Counts> Count() => (await control.GetFromJsonAsync<Counts>("/calls", Json))!;

    public async Task<Entry[]> Ledger() => (await control.GetFromJsonAsync<Entry[]>("/ledger", Json))!;

    /// <summary>What it has done with one payment; null when it never took it.</summary>
    public async Task<Entry?> Find(string payment) => (await Ledger()).SingleOrDefault(entry => entry.PaymentId == payment);

    /// <summary>Each of these has left once and for what is owed, and nothing else was paid for the same.</summary>
    public async Task PaidOnce(params IReadOnlyCollection<string> payments)
    {
        var ledger = await Ledger();
        var paid = ledger.Where(entry => payments.Contains(entry.PaymentId)).ToList();
        Assert.That(paid.Select(entry => (entry.Count, entry.AmountCents)), Is.All.EqualTo((1, 3750L)));
        Assert.That(paid, Has.Count.EqualTo(payments.Count));
        foreach (var entry in paid)
            Assert.That(ledger.Count(other => other.Reference == entry.Reference), Is.EqualTo(1), entry.Reference);
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
            await process.WaitForExitAsync(limit.Token);
        }
        process.Dispose();
    }

    private async Task Tell(string calls, Step[] steps)
    {
        using var told = await control.PutAsJsonAsync($"/script/{calls}", steps, Json);
        told.EnsureSuccessStatusCode();
    }

    private async Task Post(string path)
    {
        using var told = await control.PostAsync(path, null);
        told.EnsureSuccessStatusCode();
    }
}
