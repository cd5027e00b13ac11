namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>The keys in force at one time, by <c>kid</c>; the empty <c>kid</c> stands for none. A change of keys is a new instance.</summary>
internal sealed record KeySet(FrozenDictionary<string, SecurityKey> Keys, string? Source)
{
    internal static KeySet Parse(string? jwks, byte[]? symmetricKey)
    {
        var keys = new Dictionary<string, SecurityKey>(StringComparer.Ordinal);
        foreach (var key in jwks is null ? [] : Published(jwks))
        {
            // A published symmetric key is nobody's secret, so "oct" is never taken from here.
            var fits = key.Kty == "EC" || (key.Kty == "RSA" && key.KeySize >= 2048);
            key.X5c.Clear();
            if (fits && key.Use is null or "sig" && JsonWebKeyConverter.TryConvertToSecurityKey(key, out _))
                keys[key.Kid ?? ""] = key;
        }
        if (symmetricKey is not null)
            keys[""] = new SymmetricSecurityKey(symmetricKey);
        return new KeySet(keys.ToFrozenDictionary(StringComparer.Ordinal), jwks);
    }

    // An empty list withdraws every key; a text without the list is no key set at all.
    private static IList<JsonWebKey> Published(string jwks)
    {
        using var document = JsonDocument.Parse(jwks);
        return document.RootElement.TryGetProperty("keys", out _) ? new JsonWebKeySet(jwks).Keys : throw new FormatException("No key set");
    }
}

/// <summary>
/// Keeps the key set current: a URL is read every 10 minutes, and at most once per minute when a token names an unknown <c>kid</c>; a file
/// every 5 seconds (its text, not its time: a mounted secret changes behind a link). While a source fails the last good set stays in force.
/// </summary>
internal sealed partial class SigningKeys : IDisposable
{
    private const int LargestSetBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly AuthSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly HttpClient? http;
    private readonly TimeSpan period;
    private readonly TimeSpan shortestPeriod;
    private readonly Lock gate = new();
    private KeySet? current;
    private Task reading = Task.CompletedTask;
    private long readAt;

    public SigningKeys(AuthSettings settings, TimeProvider time, ILogger<SigningKeys> log, HttpMessageHandler? transport = null)
    {
        (this.settings, this.time, this.log) = (settings, time, log);
        var isUrl = settings.Jwks?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
        (period, shortestPeriod) = isUrl ? (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)) : (Patience, Patience);
        if (isUrl)
            http = new HttpClient(transport ?? new SocketsHttpHandler { AllowAutoRedirect = false })
            {
                Timeout = Patience,
                MaxResponseContentBufferSize = LargestSetBytes,
            };
        if (settings.Jwks is null)
            current = KeySet.Parse(null, settings.SymmetricKey);
    }

    /// <summary>The keys in force; null while none could be read yet. Waits for the very first reading only, 5 seconds at most.</summary>
    internal ValueTask<KeySet?> Current()
    {
        if (current is null)
            return ReadUnlessReadWithin(Patience);
        if (settings.Jwks is not null && time.GetElapsedTime(readAt) >= period)
            _ = Reading(period);
        return new(current);
    }

    /// <summary>The keys in force after looking again, for a <c>kid</c> that is not among them.</summary>
    internal ValueTask<KeySet?> LookAgain() => settings.Jwks is null ? new(current) : ReadUnlessReadWithin(shortestPeriod);

    public void Dispose() => http?.Dispose();

    private async ValueTask<KeySet?> ReadUnlessReadWithin(TimeSpan interval)
    {
        await Reading(interval);
        return current;
    }

    private Task Reading(TimeSpan interval)
    {
        lock (gate)
        {
            if (reading.IsCompleted && (readAt == 0 || time.GetElapsedTime(readAt) >= interval))
            {
                readAt = time.GetTimestamp();
                reading = Task.Run(Read);
            }
            return reading;
        }
    }

    private async Task Read()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var text = http is null
                ? await File.ReadAllTextAsync(settings.Jwks!, patience.Token)
                : await http.GetStringAsync(settings.Jwks, patience.Token);
            if (text != current?.Source)
                current = KeySet.Parse(text, settings.SymmetricKey);
        }
        catch (Exception e)
        {
            LogUnreadable(log, settings.Jwks!, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The signing keys at {Source} could not be read; the last good ones stay in force")]
    private static partial void LogUnreadable(ILogger log, string source, Exception e);
}
