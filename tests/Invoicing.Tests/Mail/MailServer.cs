namespace TestKit;

using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

/// <summary>A mail as it came.</summary>
/// <param name="User">As whom the sender logged in; empty when it did not.</param>
/// <param name="Raw">As it was on the wire, without dot stuffing.</param>
internal sealed record Delivered(string From, string To, MimeMessage Mail, byte[] Raw, string User, bool IsEncrypted)
{
    public string Subject => Mail.Subject!;

    /// <summary>With the line ends of a test.</summary>
    public string Text => Mail.TextBody!.ReplaceLineEndings("\n");
}

/// <summary>A real mail server on a port of this machine, which does as it is told.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<Delivered> delivered = new();
    private Task running = Task.CompletedTask;

    public int Port { get; } = TestKit.FreePort.Find();

    public X509Certificate2? Certificate { get; init; }

    /// <summary>Null when it wants no login.</summary>
    public string? Password { get; init; }

    /// <summary>What it says of a recipient; 250 accepts.</summary>
    public Func<string, int> OfRecipient { get; set; } = _ => 250;

    /// <summary>What it says of a mail; 250 accepts.</summary>
    public int OfMail { get; set; } = 250;

    public IReadOnlyList<Delivered> Mails => [.. delivered];

    public Delivered Only => Mails.Single();

    public async Task<MailServer> Start()
    {
        var parts = new ServiceProvider();
        parts.Add(new Store(this));
        parts.Add(new Recipients(this));
        parts.Add(new DelegatingUserAuthenticator((_, password) => password == Password));
        var options = new SmtpServerOptionsBuilder()
            .ServerName("mail.example.com")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port));
                if (Certificate is not null)
                    endpoint.Certificate(Certificate);
                if (Password is not null)
                    endpoint.AuthenticationRequired().AllowUnsecureAuthentication();
            })
            .Build();
        running = new SmtpServer(options, parts).StartAsync(stop.Token);
        for (var left = 100; !await Listens(); left--)
            await Task.Delay(left > 0 ? 20 : throw new TimeoutException("The mail server does not start."));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task<bool> Listens()
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>It names the recipient, as many servers do: nobody may pass that on.</summary>
    private static SmtpResponse Answer(int code) => new((SmtpReplyCode)code, "not for <a@siam.example> here");

    private sealed class Store(MailServer server) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            if (server.OfMail != 250)
                return Task.FromResult(Answer(server.OfMail));
            var raw = buffer.ToArray();
            server.delivered.Enqueue(
                new Delivered(
                    transaction.From.AsAddress(),
                    string.Join(", ", transaction.To.Select(to => to.AsAddress())),
                    MimeMessage.Load(new MemoryStream(raw), cancellationToken),
                    raw,
                    context.Authentication.User ?? "",
                    context.Pipe.IsSecure
                )
            );
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Recipients(MailServer server) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(
            ISessionContext context,
            IMailbox to,
            IMailbox from,
            CancellationToken cancellationToken
        )
        {
            var code = server.OfRecipient(to.AsAddress());
            return code == 250 ? Task.FromResult(true) : throw new SmtpResponseException(Answer(code));
        }
    }
}
