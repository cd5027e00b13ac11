namespace Host.Tests.Abuse;

using System.Net.Sockets;
using System.Text;

/// <summary>What came back on a connection until it was closed, byte for byte.</summary>
internal sealed record Heard(string Text)
{
    /// <summary>How many answers; nothing that we answer has this at the start of a line.</summary>
    public int Answers => Text.Split('\n').Count(line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal));

    /// <summary>Of the first answer; 0 when there was none.</summary>
    public int Status => Text.Length == 0 ? 0 : int.Parse(Text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    public string Head => Text[..Math.Max(0, Text.IndexOf("\r\n\r\n", StringComparison.Ordinal))];

    public string Body => Text[(Head.Length + 4)..];
}

/// <summary>A connection that sends any bytes at all, which an HTTP client would not.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TcpClient tcp = new() { NoDelay = true };
    private NetworkStream stream = null!;

    public static async Task<Wire> Open(Uri server)
    {
        var wire = new Wire();
        await wire.tcp.ConnectAsync(server.Host, server.Port);
        wire.stream = wire.tcp.GetStream();
        return wire;
    }

    /// <summary>Sends a text, a byte per character, and reads until the server closes; fails when it does not.</summary>
    public static async Task<Heard> Exchange(Uri server, string text)
    {
        using var wire = await Open(server);
        try
        {
            await wire.Say(text);
        }
        catch (IOException)
        {
            // Closed before it had all; what it said first is still there to be read.
        }
        return await wire.HearAll();
    }

    public ValueTask Say(string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    public void EndOfInput() => tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Drops the connection as a crashed client does.</summary>
    public void Reset() => tcp.Client.Close(timeout: 0);

    public async Task<Heard> HearAll()
    {
        using var limit = new CancellationTokenSource(Patience);
        var heard = new MemoryStream();
        try
        {
            await stream.CopyToAsync(heard, limit.Token);
        }
        catch (IOException)
        {
            // Closed with something of ours unread.
        }
        return new Heard(Encoding.Latin1.GetString(heard.ToArray()));
    }

    /// <summary>Reads one answer whose body is a JSON object of known length.</summary>
    public async Task<Heard> HearOne() => new(await Hear(1, text => text.EndsWith('}') ? 1 : 0));

    /// <summary>Reads until so many answers are counted in what was read.</summary>
    public async Task<string> Hear(int answers, Func<string, int> count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var heard = new StringBuilder();
        var buffer = new byte[64 * 1024];
        for (var found = 0; found < answers; )
        {
            var length = await stream.ReadAsync(buffer, limit.Token);
            if (length == 0)
                break;
            var text = Encoding.Latin1.GetString(buffer, 0, length);
            heard.Append(text);
            found = count(heard.ToString());
        }
        return heard.ToString();
    }

    public void Dispose() => tcp.Dispose();
}
