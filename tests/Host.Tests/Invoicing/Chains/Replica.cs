namespace Host.Tests.Invoicing.Chains;

using Host.Tests.Contract;
using Host.Tests.Faults;

/// <summary>One of the processes: killed and started again, it is another with the same task.</summary>
/// <param name="name">How it is called here.</param>
/// <param name="database">By URL, the same for all.</param>
/// <param name="configure">The variables it is started with.</param>
internal sealed class Replica(string name, string database, Action<Dictionary<string, string>> configure) : IAsyncDisposable
{
    private readonly List<HttpClient> clients = [];
    private readonly List<Served> all = [];
    private Task<Served>? started;

    public string Name => name;

    public int Kills { get; private set; }

    /// <summary>Speaks to it; null while there is none.</summary>
    public HttpClient? Client { get; private set; }

    /// <summary>What all of them have warned of lately, without the details.</summary>
    public IEnumerable<string> Warnings =>
        all.SelectMany(each => each.Log).Where(line => line.Length > 0).TakeLast(30).Select(line => line[..Math.Min(line.Length, 500)]);

    /// <summary>Starts it, for the first time or again.</summary>
    public void Start() => started = Begin();

    /// <summary>The one that runs, once it is ready.</summary>
    public Task<Served> Up() => started ?? throw new InvalidOperationException($"{name} was never started.");

    /// <summary>SIGKILL; it stays away until it is started.</summary>
    public async Task Kill()
    {
        var served = await Up();
        Kills++;
        await served.Kill();
        Client = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (started is not null)
            await ((Task)started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var client in clients)
            client.Dispose();
        foreach (var served in all)
            await served.DisposeAsync();
    }

    private async Task<Served> Begin()
    {
        var served = await Served.Start(database, configure);
        all.Add(served);
        var client = new HttpClient(new ContractCheck()) { BaseAddress = served.Address, Timeout = TimeSpan.FromSeconds(15) };
        clients.Add(client);
        Client = client;
        return served;
    }
}
