namespace Host.Tests.Http;

using System.Globalization;
using System.Net;
using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

/// <summary>Answers under their keys at the end of their time.</summary>
internal sealed class IdempotencyStories
{
    [Test]
    public async Task Answers_are_kept_for_their_time_and_then_pruned_batch_by_batch()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var api = await Api.Start(
            onPostgres: true,
            environment => environment["IDEMPOTENCY_RETENTION"] = "24h",
            services => services.AddSingleton<TimeProvider>(time)
        );
        var order = await api.Bob.Post("/purchase-orders", Api.Body(await api.Supplier()), ("Idempotency-Key", "young"));
        Assert.That(order.Status, Is.EqualTo(HttpStatusCode.Created));
        await Ledger.Column(
            api.DatabaseUrl,
            $"""
            INSERT INTO purchasing.idempotency
            SELECT 'bob', 'old-' || n, '\x00', 201, '\x00', NULL, NULL, timestamptz '{time.GetUtcNow().AddHours(-25):O}'
            FROM generate_series(1, 2500) AS n
            """
        );

        // The pruner looks once a minute; its timer may not have been set yet when the time goes by.
        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return Count(api);
            },
            Is.EqualTo(1)
        );
        Assert.That(await Ledger.Column(api.DatabaseUrl, "SELECT key FROM purchasing.idempotency"), Is.EqualTo(new[] { "young" }));

        time.Advance(TimeSpan.FromHours(24));
        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return Count(api);
            },
            Is.Zero
        );
    }

    private static async Task<int> Count(Api api) =>
        int.Parse((await Ledger.Column(api.DatabaseUrl, "SELECT count(*) FROM purchasing.idempotency"))[0], CultureInfo.InvariantCulture);
}
