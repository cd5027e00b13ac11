namespace Host.Tests.Bank;

using System.Text.Json;
using Host.Tests.Invoicing;

/// <summary>A bank that is away is left alone for a while; what is for it waits, and harms nothing else.</summary>
[Category(Lane.Processes)]
internal sealed class AwayStories
{
    [Test]
    public async Task A_bank_that_is_down_is_told_in_readiness_and_paid_through_once_it_is_up()
    {
        var gone = await SimulatedBank.Start();
        await gone.DisposeAsync();
        await using var api = await Api.Start(
            onPostgres: true,
            environment =>
            {
                gone.Serve(environment);
                environment["RETRY_MAX_ATTEMPTS"] = "2";
                environment["BREAKER_MIN_REQUESTS"] = "2";
            }
        );
        Assert.That(await Breaker(api), Is.EqualTo("ok"));

        var payments = await api.HandedIn(2);
        await Eventually.Holds(() => Breaker(api), Is.EqualTo("open"));
        Assert.That((await Readiness(api)).GetProperty("status").GetString(), Is.EqualTo("ok"));
        foreach (var payment in payments)
            Assert.That(await api.StatusOf($"/payments/{payment}"), Is.EqualTo("Scheduled"));

        await using var bank = await SimulatedBank.Start(gone.Address);
        foreach (var payment in payments)
            await api.PaymentBecomes(payment, "Disbursed");
        await Eventually.Holds(() => Breaker(api), Is.EqualTo("ok"));
        await bank.PaidOnce(payments);
    }

    [Test]
    public async Task A_bank_that_says_when_to_come_back_is_left_alone_until_then()
    {
        await using var bank = await SimulatedBank.Start();
        await using var api = await Api.Start(onPostgres: true, bank.Serve);
        await bank.Does(
            new Step
            {
                Status = 503,
                Headers = new() { ["Retry-After"] = "3" },
            },
            new Step { Status = 500 }
        );
        var bill = await api.Bill();
        var started = TimeProvider.System.GetTimestamp();
        await api.HandIn(bill);

        await api.PaymentBecomes(bill.Payment, "Disbursed");

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.GreaterThan(TimeSpan.FromSeconds(3)));
        Assert.That((await bank.Count()).Posts, Is.EqualTo(3), "a plain 500 is asked again at once");
        await bank.PaidOnce(bill.Payment);
    }

    private static async Task<string?> Breaker(Api api) =>
        (await Readiness(api)).GetProperty("components").GetProperty("breaker:bank").GetString();

    private static async Task<JsonElement> Readiness(Api api) => (await api.Anonymous().Get("/readyz")).Json;
}
