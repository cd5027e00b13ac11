namespace Host.Tests.Erp;

using System.Net;
using System.Text.Json.Nodes;

/// <summary>An ERP that answers otherwise than was agreed is refused, and nothing of what it says gets further.</summary>
internal sealed class NonsenseStories
{
    private const string Code = "TH-700000";
    private const string Canary = "canary";
    private SimulatedErp erp = null!;
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        erp = await SimulatedErp.Start();
        api = await Api.Start(onPostgres: false, Ask);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await erp.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Nonsense()
    {
        yield return Case("no JSON", new Step { Body = Canary });
        yield return Case("nothing", new Step { Body = "" });
        yield return Case("null", new Step { Body = "null" });
        yield return Case("a list", new Step { Body = $"[{Vendor()}]" });
        yield return Case("more behind it", new Step { Body = $"{Vendor()}{Vendor()}" });
        yield return Case("too deep", new Step { Body = Vendor(("Deep", JsonNode.Parse(new string('[', 20) + new string(']', 20)))) });
        yield return Case(
            "a member twice",
            new Step { Body = Vendor().Replace("{", $$"""{"Iban":"{{Canary}}",""", StringComparison.Ordinal) }
        );
        yield return Case("half a character", new Step { Body = Vendor().Replace("Bangkok", "\\ud800", StringComparison.Ordinal) });
        yield return Case(
            "a member missing",
            new Step { Body = Vendor().Replace("\"LegalName\"", "\"legalName\"", StringComparison.Ordinal) }
        );
        yield return Case("a number as a text", new Step { Body = Vendor(("PaymentTermsDays", "30")) });
        yield return Case("half a day", new Step { Body = Vendor(("PaymentTermsDays", 30.5)) });
        yield return Case("a text as a number", new Step { Body = Vendor(("Iban", 4711)) });
        yield return Case("no code", new Step { Body = Vendor(("VendorCode", null)) });
        yield return Case("another vendor", new Step { Body = Vendor(("VendorCode", "TH-700001")) });
        yield return Case("a page", new Step { ContentType = "text/html" });
        yield return Case("another alphabet", new Step { ContentType = "application/json; charset=latin1" });
        yield return Case("encoded", new Step { Headers = new() { ["Content-Encoding"] = "gzip" } });
        yield return Case("too large", new Step { Bytes = 1024 * 1024 + 1 });
        yield return Case("too large, unannounced", new Step { Bytes = 1024 * 1024 + 1, Chunked = true });
        yield return Case(
            "elsewhere",
            new Step
            {
                Status = 302,
                Headers = new() { ["Location"] = "/vendors/TH-700001" },
            }
        );
        yield return Case(
            "within",
            new Step
            {
                Status = 307,
                Headers = new() { ["Location"] = "http://127.0.0.1:1/" },
            }
        );
        yield return Case("not for us", new Step { Status = 401 });
        yield return Case("no content", new Step { Status = 206 });

        static TestCaseData Case(string name, Step step) => new TestCaseData(step).SetArgDisplayNames(name);
        static string Vendor(params (string, JsonNode?)[] instead) =>
            SimulatedErp.Vendor(Code, [("LegalName", Canary), .. instead]).ToJsonString();
    }

    [TestCaseSource(nameof(Nonsense))]
    public async Task What_is_not_as_agreed_is_a_bad_gateway_asked_once_and_never_repeated_to_the_caller(Step step)
    {
        await erp.Knows(Code, SimulatedErp.Vendor(Code, ("LegalName", Canary)));
        await erp.Does(step);

        var calls = await erp.CallsOf(async () =>
        {
            var reply = await Import();
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.BadGateway, "ERP_ANSWER_INVALID")), reply.Body);
            Assert.That(reply.Body, Does.Not.Contain(Canary));
        });

        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_just_not_too_large_is_read()
    {
        var code = "TH-700002";
        await erp.Knows(code, SimulatedErp.Vendor(code));
        await erp.Does(new Step { Bytes = 1024 * 1024, Chunked = true });

        Assert.That((await Import(code)).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    /// <summary>Enough calls before the breaker opens that no story meets it.</summary>
    private void Ask(Dictionary<string, string> environment)
    {
        erp.Serve(environment);
        environment["BREAKER_MIN_REQUESTS"] = "10000";
    }

    private Task<Reply> Import(string code = Code) => api.Sam.Post("/suppliers/import", $$"""{"vendor_code":"{{code}}"}""");
}
