namespace Host.Tests.Erp;

using System.Net;

/// <summary>An ERP that is slow or away costs its callers an import and nobody anything else.</summary>
internal sealed class RetryStories
{
    private const string Code = "TH-700000";
    private const string Canary = "canary";
    private const int Attempts = 4;
    private SimulatedErp erp = null!;
    private Api api = null!;

    [OneTimeSetUp]
    public async Task StartErp()
    {
        erp = await SimulatedErp.Start();
        await erp.Knows(Code, SimulatedErp.Vendor(Code));
    }

    [OneTimeTearDown]
    public ValueTask StopErp() => erp.DisposeAsync();

    /// <summary>A host of its own for each: what one story spends of the budget for retries another would miss.</summary>
    [SetUp]
    public async Task Start() =>
        api = await Api.Start(
            onPostgres: false,
            environment =>
            {
                erp.Serve(environment);
                environment["BREAKER_MIN_REQUESTS"] = "10000";
                environment["RETRY_MAX_ATTEMPTS"] = $"{Attempts}";
            }
        );

    [TearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await erp.Does();
    }

    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    [TestCase(null)]
    public async Task What_passes_is_asked_again(int? status)
    {
        await erp.Does(new Step { Status = status, Close = status is null });

        var calls = await erp.CallsOf(async () => Assert.That((await Import()).Status, Is.EqualTo(HttpStatusCode.Created)));

        Assert.That(calls, Is.EqualTo(2));
    }

    [TestCase(429)]
    [TestCase(502)]
    [TestCase(504)]
    [TestCase(null)]
    public async Task What_does_not_pass_is_given_up_for_a_while(int? status)
    {
        await erp.Does(
            new Step
            {
                Status = status,
                Close = status is null,
                Body = Canary,
                Always = true,
            }
        );

        var calls = await erp.CallsOf(async () =>
        {
            var reply = await Import();
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "ERP_UNAVAILABLE")), reply.Body);
            Assert.That(reply.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(reply.Body, Does.Not.Contain(Canary));
        });

        Assert.That(calls, Is.EqualTo(Attempts));
    }

    [Test]
    public async Task When_it_says_how_long_to_wait_that_is_passed_on()
    {
        await erp.Does(
            new Step
            {
                Status = 503,
                Headers = new() { ["Retry-After"] = "77" },
            }
        );

        var calls = await erp.CallsOf(async () =>
        {
            var reply = await Import();
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "ERP_UNAVAILABLE")), reply.Body);
            Assert.That(reply.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(77)));
        });

        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_hangs_is_left_before_the_request_is_over([Values] bool inTheBody)
    {
        await erp.Knows(Code, SimulatedErp.Vendor(Code));
        await erp.Does(
            new Step
            {
                DelayMs = inTheBody ? 0 : 60_000,
                BodyDelayMs = inTheBody ? 60_000 : 0,
                Always = true,
            }
        );

        var reply = await Import();

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "ERP_UNAVAILABLE")), reply.Body);
    }

    [Test]
    public async Task One_that_is_not_there_is_said_and_harms_nothing_else()
    {
        var gone = await SimulatedErp.Start();
        await gone.DisposeAsync();
        await using var alone = await Api.Start(onPostgres: false, gone.Serve);

        var reply = await alone.Sam.Post("/suppliers/import", $$"""{"vendor_code":"{{Code}}"}""");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "ERP_UNAVAILABLE")), reply.Body);
        Assert.That(await alone.Supplier(), Is.Not.Empty);
        Assert.That((await alone.Anonymous().Get("/readyz")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private Task<Reply> Import() => api.Sam.Post("/suppliers/import", $$"""{"vendor_code":"{{Code}}"}""");
}
