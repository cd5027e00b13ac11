namespace Host.Tests.Bank;

using Host.Tests.Faults;
using TestKit;

/// <summary>Who is paid, and where, is told to the bank and to nobody who only watches.</summary>
[Category(Lane.Processes)]
internal sealed class SecretStories
{
    private const string Iban = "SE4550000000058398257466";
    private static readonly string[] Secrets = [Iban, Iban[4..], "SE45 5000", "ESSESESS", "Siam Paper"];

    [Test]
    public async Task Neither_log_nor_metrics_say_anything_of_it()
    {
        await using var bank = await SimulatedBank.Start();
        await using var api = await Api.Start(onPostgres: true, bank.Serve, Paying.WithoutDispatcher);
        await bank.Says(
            new Step(),
            new Step { Status = 401 },
            new Step { Status = 200, Body = $$"""{"reference":1,"{{Iban}}":"{{Iban}}"}""" }
        );
        await bank.Does(
            new Step { Body = $$"""{"{{Iban}}":"{{Iban}}" """ },
            new Step { Status = 500, Body = Iban },
            new Step { Lose = true },
            new Step { Refuse = "INVALID_ACCOUNT" }
        );
        await using var served = await Served.Start(
            api.DatabaseUrl,
            environment =>
            {
                bank.Serve(environment);
                environment["LOG_LEVEL"] = "trace";
                environment["RETRY_MAX_ATTEMPTS"] = "1";
            }
        );

        var payments = await api.HandedIn(6);
        foreach (var payment in payments)
            await Eventually.Holds(async () => (await api.Payment(payment)).Text("status"), Is.AnyOf("Disbursed", "Failed"));
        await Eventually.Holds(async () => (await bank.Count()).Posts, Is.GreaterThanOrEqualTo(6));
        var metrics = await served.Metrics();
        await served.Terminate();
        Assert.That(await served.Exited(), Is.Zero);

        var log = string.Join('\n', served.Log);
        Assert.That(log, Does.Contain("The bank does not accept our credentials").And.Contain("\"error\""));
        Assert.That(log, Does.Contain("it is not the JSON that was agreed on"));
        Assert.That(log, Does.Contain("reference is not as agreed"));
        Assert.That(log, Does.Contain("The bank does not answer"));
        foreach (var secret in Secrets)
            Assert.That(log + metrics, Does.Not.Contain(secret));
    }

    [TestCase("https://bank.example.com/", "BANK_URL names a host that is not allowed (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("http://bank.allowed.test/", "BANK_URL must be https (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("https://sam:secret@bank.allowed.test/", "BANK_URL must not carry a user name (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("https://bank.allowed.test/?a=b", "BANK_URL must have neither query nor fragment")]
    public async Task A_bank_that_must_not_be_asked_is_said_at_the_start(string value, string said)
    {
        var environment = EnvironmentFile.Load("test");
        environment["OUTGOING_ALLOWED_HOSTS"] = "bank.allowed.test";
        environment["BANK_URL"] = value;

        var (code, output, error) = await ProcessStories.Run(environment, "serve");

        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(error.TrimEnd(), Does.StartWith($"procurement: configuration: {said}").And.Not.Contain("secret"));
    }
}
