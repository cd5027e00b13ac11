namespace Host.Tests.Http;

using System.Globalization;
using System.Net;
using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

/// <summary>Answers under their keys, of the other module, of transitions, and at the end of their time.</summary>
internal sealed class IdempotencyStories
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_supplier_is_registered_and_approved_once_however_often_it_is_asked_for(bool onPostgres)
    {
        await using var api = await Api.Start(onPostgres);
        const string body = """{"code":"TH-200001","legal_name":"Siam Paper","email":"a@siam.example"}""";

        var registered = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => api.Sam.Post("/suppliers", body, ("Idempotency-Key", "k")))
        );
        var path = $"/suppliers/{registered[0].Text("id")}/approve";
        var approved = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => api.Cora.Post(path, """{"risk_score":12}""", ("Idempotency-Key", "k")))
        );

        Assert.That(registered.Select(reply => reply.Status), Is.All.EqualTo(HttpStatusCode.Created));
        Assert.That(registered.Select(reply => reply.Body).Distinct().Count(), Is.EqualTo(1));
        Assert.That(approved.Select(reply => reply.Status), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(approved.Select(reply => reply.Body).Distinct().Count(), Is.EqualTo(1));
        Assert.That(approved.Count(reply => !reply.Headers.Contains("Idempotency-Replayed")), Is.EqualTo(1));
        var reused = await api.Cora.Post(path, """{"risk_score":13}""", ("Idempotency-Key", "k"));
        Assert.That((reused.Status, reused.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED")));
    }

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
