namespace Host.Tests.Erp;

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>How one call is answered; what is left out is as the ERP would do it (tests/ErpSimulator).</summary>
internal sealed record Step
{
    public bool? Always { get; init; }
    public int? DelayMs { get; init; }
    public bool? Hold { get; init; }
    public bool? Close { get; init; }
    public int? Status { get; init; }
    public string? Body { get; init; }
    public string? ContentType { get; init; }
    public Dictionary<string, string>? Headers { get; init; }
    public int? Bytes { get; init; }
    public bool? Chunked { get; init; }
    public int? BodyDelayMs { get; init; }
}

/// <summary>What has come to the ERP.</summary>
internal sealed record Counts(int Calls, int Held, int Opened, int Open);

/// <summary>An ERP that does as it is told, as a process of its own.</summary>
internal sealed class SimulatedErp : IAsyncDisposable
{
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "ErpSimulator.dll");
    private static readonly Lazy<Task<SimulatedErp>> OfEverybody = new(StartShared);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Process process;
    private readonly HttpClient control;

    private SimulatedErp(Process process, string address, string control)
    {
        this.process = process;
        Address = address;
        this.control = new HttpClient { BaseAddress = new Uri(control) };
    }

    public string Address { get; }

    /// <summary>One that knows every vendor, for whoever asks for nothing in particular. It ends with this process.</summary>
    public static Task<SimulatedErp> Shared => OfEverybody.Value;

    public static async Task<SimulatedErp> Start()
    {
        var start = new ProcessStartInfo("dotnet", [Binary]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var addresses = (await process.StandardOutput.ReadLineAsync() ?? "").Split(' ');
        Assert.That(addresses, Has.Length.EqualTo(2), "The simulated ERP does not start");
        return new SimulatedErp(process, addresses[0], addresses[1]);
    }

    /// <summary>Lets a host ask it.</summary>
    public void Serve(Dictionary<string, string> environment)
    {
        environment["ERP_URL"] = Address;
        environment["OUTGOING_ALLOWED_HOSTS"] = "127.0.0.1";
    }

    /// <summary>A vendor as agreed; members may be replaced.</summary>
    public static JsonObject Vendor(string code, params (string Member, JsonNode? Value)[] instead)
    {
        var vendor = new JsonObject
        {
            ["VendorCode"] = code,
            ["LegalName"] = "Siam Paper",
            ["ActiveFlag"] = 1,
            ["Iban"] = "SE45 5000 0000 0583 9825 7466",
            ["Bic"] = "ESSESESS",
            ["PaymentTermsDays"] = 30,
            ["Email"] = "orders@siam.example",
            ["Street"] = "Charoen Krung 1",
            ["City"] = "Bangkok",
            ["PostalCode"] = "10100",
            ["Country"] = "TH",
        };
        foreach (var (member, value) in instead)
            vendor[member] = value;
        return vendor;
    }

    public async Task Knows(string code, JsonObject vendor)
    {
        using var told = await control.PutAsync($"/vendors/{code}", new StringContent(vendor.ToJsonString()));
        told.EnsureSuccessStatusCode();
    }

    /// <summary>Each call takes the next step, and after the last the ERP does as it should.</summary>
    public async Task Does(params Step[] steps)
    {
        using var told = await control.PutAsJsonAsync("/script", steps, Json);
        told.EnsureSuccessStatusCode();
    }

    public async Task Release()
    {
        using var told = await control.PostAsync("/release", null);
        told.EnsureSuccessStatusCode();
    }

    public async Task<Counts> Count() => (await control.GetFromJsonAsync<Counts>("/calls", Json))!;

    /// <summary>How many calls reached it meanwhile.</summary>
    public async Task<int> CallsOf(Func<Task> work)
    {
        var before = (await Count()).Calls;
        await work();
        return (await Count()).Calls - before;
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await process.WaitForExitAsync(limit.Token);
        }
        process.Dispose();
    }

    private static async Task<SimulatedErp> StartShared()
    {
        var erp = await Start();
        await erp.Knows("*", Vendor("CODE"));
        return erp;
    }
}
