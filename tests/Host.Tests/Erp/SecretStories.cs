namespace Host.Tests.Erp;

using System.Text.Json.Nodes;
using Host.Tests.Faults;
using Procurement.BuildingBlocks.Hosting.Security;
using TestKit;

/// <summary>What a vendor record says of persons and banks is told to nobody who only watches.</summary>
internal sealed class SecretStories
{
    private static readonly string[] Secrets =
    [
        "SE4550000000058398257466",
        "SE45 5000",
        "ESSESESS",
        "canary@siam.example",
        "Canary Road",
        "Canarytown",
    ];

    [Test]
    public async Task Neither_log_nor_metrics_say_anything_of_it()
    {
        await using var erp = await SimulatedErp.Start();
        await using var served = await Served.Start(
            null,
            environment =>
            {
                erp.Serve(environment);
                environment["LOG_LEVEL"] = "trace";
                environment["RETRY_MAX_ATTEMPTS"] = "1";
            }
        );
        using var sam = served.As("sam", Roles.SupplierManager);
        var vendor = Vendor();
        await erp.Knows("TH-850000", vendor);
        await erp.Knows("TH-850001", vendor);
        await erp.Does(
            new Step { Body = vendor.ToJsonString()[..^1] },
            new Step { Body = vendor.ToJsonString().Replace("30", "\"ESSESESS\"", StringComparison.Ordinal) },
            new Step { Status = 500, Body = vendor.ToJsonString() }
        );

        foreach (var status in new[] { 502, 502, 503, 201 })
            Assert.That((int)(await Import("TH-850000")).Status, Is.EqualTo(status));
        Assert.That((int)(await Import("TH-850001")).Status, Is.EqualTo(502));
        var metrics = await served.Metrics();
        await served.Terminate();
        Assert.That(await served.Exited(), Is.Zero);

        var log = string.Join('\n', served.Log);
        Assert.That(log, Does.Contain("The ERP has vendor TH-850000 in a state that we do not know"));
        Assert.That(log, Does.Contain("it is not the JSON that was agreed on"));
        Assert.That(log, Does.Contain("PaymentTermsDays is not as agreed"));
        foreach (var secret in Secrets)
            Assert.That(log + metrics, Does.Not.Contain(secret));

        Task<Reply> Import(string code) => sam.Post("/suppliers/import", $$"""{"vendor_code":"{{code}}"}""");
    }

    [TestCase("ERP_URL", "https://erp.example.com/", "ERP_URL names a host that is not allowed (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("ERP_URL", "http://127.0.0.1:1/", "ERP_URL names a host that is not allowed (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("ERP_URL", "https://sam:secret@erp.allowed.test/", "ERP_URL must not carry a user name (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("ERP_URL", "https://erp.allowed.test:8443/", "ERP_URL names a port that is not allowed (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("ERP_URL", "http://erp.allowed.test/", "ERP_URL must be https (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("ERP_URL", "https://erp.allowed.test/?a=b", "ERP_URL must have neither query nor fragment")]
    [TestCase("OUTGOING_ALLOWED_HOSTS", "*", "OUTGOING_ALLOWED_HOSTS must be DNS names, addresses or networks in CIDR notation")]
    public async Task An_ERP_that_must_not_be_asked_is_said_at_the_start(string variable, string value, string said)
    {
        var environment = EnvironmentFile.Load("test");
        environment["OUTGOING_ALLOWED_HOSTS"] = "erp.allowed.test";
        environment["ERP_URL"] = "https://erp.allowed.test/";
        environment[variable] = value;

        var (code, output, error) = await ProcessStories.Run(environment, "serve");

        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(
            error.TrimEnd(),
            Does.StartWith($"procurement: configuration: {said}").And.Not.Contain("secret").And.Not.Contain('\n').And.Not.Contain(';')
        );
    }

    private static JsonObject Vendor() =>
        SimulatedErp.Vendor(
            "TH-850000",
            ("ActiveFlag", "canary@siam.example"),
            ("Email", "canary@siam.example"),
            ("Street", "Canary Road"),
            ("City", "Canarytown")
        );
}
