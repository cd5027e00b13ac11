namespace Host.Tests;

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TestKit;

/// <summary>The binary as an operator starts it.</summary>
[Category(Lane.Processes)]
internal sealed class ProcessStories
{
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "procurement.dll");

    [Test]
    public async Task Every_missing_or_wrong_variable_is_named_in_one_line_and_nothing_listens()
    {
        var port = FreePort.Find();
        var environment = EnvironmentFile.Load("development");
        environment["LISTEN_ADDR"] = $"127.0.0.1:{port}";
        environment.Remove("LOG_LEVEL");
        environment["RETRY_BASE_DELAY"] = "soon";
        environment["PURCHASING_APPROVAL_LIMITS"] = "USD";
        environment["AUTH_SYMMETRIC_KEY"] = "c2VjcmV0";

        var (code, output, error) = await Run(environment, "serve");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        foreach (var name in new[] { "LOG_LEVEL", "RETRY_BASE_DELAY", "PURCHASING_APPROVAL_LIMITS", "AUTH_SYMMETRIC_KEY", "DATABASE_URL" })
            Assert.That(error, Does.Contain(name));
        Assert.That(error + output, Does.Not.Contain("c2VjcmV0"));
        using var client = new TcpClient();
        Assert.That(async () => await client.ConnectAsync(IPAddress.Loopback, port), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public async Task A_database_that_cannot_be_reached_is_said_before_the_port_opens()
    {
        var environment = EnvironmentFile.Load("development");
        environment["LISTEN_ADDR"] = $"127.0.0.1:{FreePort.Find()}";
        environment["DATABASE_URL"] = $"postgres://nobody:canary@127.0.0.1:{FreePort.Find()}/none";

        var (code, output, error) = await Run(environment, "serve");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("DATABASE_URL"));
        Assert.That(error + output, Does.Not.Contain("canary"));
    }

    [TestCase("serve")]
    [TestCase("migrate")]
    [TestCase("seed")]
    public async Task A_database_that_is_not_there_is_said_in_one_line(string verb)
    {
        var environment = EnvironmentFile.Load("development");
        environment["LISTEN_ADDR"] = $"127.0.0.1:{FreePort.Find()}";
        environment["DATABASE_URL"] = await Postgres.CreateDatabase("gone");
        await Postgres.DropDatabase(environment["DATABASE_URL"]);

        var (code, _, error) = await Run(environment, verb);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error.TrimEnd(), Does.StartWith("procurement: the database that DATABASE_URL names refuses: ").And.EndWith("(3D000)"));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    private static IEnumerable<string[]> Verbs =>
        [
            ["serve"],
            ["migrate"],
            ["seed"],
            ["token", "--sub", "a", "--role", "buyer"],
            ["config"],
            ["healthcheck"],
        ];

    [TestCaseSource(nameof(Verbs))]
    public async Task Every_verb_says_in_one_line_that_it_is_not_configured(params string[] verb)
    {
        var environment = EnvironmentFile.Load("development").ToDictionary(pair => pair.Key, _ => "");

        var (code, output, error) = await Run(environment, verb);

        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(error.TrimEnd(), Does.StartWith("procurement: configuration: APP_ENV is missing; ").And.Not.Contain('\n'));
    }

    [TestCase("serve", "options=-c%20nonsense=1", "42704")]
    [TestCase("migrate", "options=-c%20nonsense=1", "42704")]
    [TestCase("seed", "options=-c%20nonsense=1", "42704")]
    [TestCase("serve", "options=-c%20default_transaction_read_only=on", "25006")]
    [TestCase("migrate", "options=-c%20default_transaction_read_only=on", "25006")]
    [TestCase("seed", "options=-c%20default_transaction_read_only=on", "25006")]
    [TestCase("migrate", "sslmode=require", "cannot be reached")]
    [TestCase("serve", "passfile=/nowhere&sslcert=/nowhere&sslkey=/nowhere&sslmode=verify-full", "cannot be reached")]
    public async Task What_the_database_refuses_is_said_in_one_line(string verb, string option, string said)
    {
        var environment = EnvironmentFile.Load("development");
        environment["LISTEN_ADDR"] = "127.0.0.1:0";
        environment["LOG_LEVEL"] = "error";
        var database = await Postgres.CreateDatabase("refusing");
        environment["DATABASE_URL"] = database + (database.Contains('?') ? '&' : '?') + option;

        var (code, output, error) = await Run(environment, verb);

        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(
            error.TrimEnd(),
            Does.StartWith("procurement: the database that DATABASE_URL names ").And.Contain(said).And.Not.Contain('\n')
        );
        await Postgres.DropDatabase(database);
    }

    [TestCase("AUTH_ALGORITHMS=RS256", "AUTH_JWKS=/nowhere.json", "symmetric key")]
    [TestCase("PURCHASING_APPROVAL_LIMITS=JPY:1:2", "LOG_LEVEL=info", "/purchase-orders: 422")]
    public async Task A_demonstration_that_cannot_be_is_said_in_one_line(string change, string other, string said)
    {
        var environment = EnvironmentFile.Load("test");
        foreach (var pair in new[] { change, other }.Select(each => each.Split('=')))
            environment[pair[0]] = pair[1];

        var (code, output, error) = await Run(environment, "seed");

        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(error.TrimEnd(), Does.StartWith("procurement: ").And.Contain(said).And.Not.Contain('\n'));
    }

    [Test]
    public async Task A_health_check_that_nobody_answers_is_said_in_one_line()
    {
        var environment = EnvironmentFile.Load("test");
        environment["LISTEN_ADDR"] = $"127.0.0.1:{FreePort.Find()}";

        var (code, _, error) = await Run(environment, "healthcheck");

        Assert.That((code, error.TrimEnd()), Is.EqualTo((1, "procurement: nothing answers")));
    }

    [TestCase("LISTEN_ADDR")]
    [TestCase("METRICS_ADDR")]
    public async Task An_address_that_is_taken_is_said_in_one_line(string variable)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var environment = EnvironmentFile.Load("test");
        environment["LOG_LEVEL"] = "error";
        environment[variable] = $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var (code, _, error) = await Run(environment, "serve");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.StartWith($"procurement: {variable} cannot be listened on"));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task The_demonstration_fills_an_empty_database_and_leaves_any_other_alone()
    {
        var environment = EnvironmentFile.Load("development");
        environment["DATABASE_URL"] = await Postgres.CreateDatabase("seed");
        Assert.That((await Run(environment, "migrate")).Code, Is.Zero);

        var first = await Run(environment, "seed");
        var second = await Run(environment, "seed");

        Assert.That((first.Code, second.Code), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(first.Output, Does.Contain("6 purchase orders"));
        Assert.That(second.Output, Does.Contain("left as it is"));
        await Postgres.DropDatabase(environment["DATABASE_URL"]);
    }

    [Test]
    public async Task A_token_is_printed_and_nothing_else()
    {
        var environment = EnvironmentFile.Load("test");

        var (code, output, _) = await Run(environment, "token", "--sub", "alice", "--role", "buyer", "--role", "approver_l1");

        Assert.That(code, Is.Zero);
        Assert.That(output.TrimEnd().Split('.'), Has.Length.EqualTo(3));
        Assert.That((await Run(environment, "token", "--sub", "alice", "--role", "king")).Error, Does.Contain("king"));
    }

    [Test]
    public async Task The_configuration_is_printed_without_secrets()
    {
        var environment = EnvironmentFile.Load("development");
        environment["DATABASE_URL"] = "postgres://user:canary@127.0.0.1/procurement";

        var (code, output, _) = await Run(environment, "config");

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("PURCHASING_APPROVAL_LIMITS=").And.Contain("127.0.0.1/procurement"));
        Assert.That(output, Does.Not.Contain("canary").And.Not.Contain(environment["AUTH_SYMMETRIC_KEY"]));
    }

    /// <summary>Runs the binary until it ends.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        if (!environment.ContainsKey("LOG_LEVEL"))
            start.Environment.Remove("LOG_LEVEL");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        return (process.ExitCode, await output, await error);
    }
}
