namespace Host.Tests.Purchasing;

using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.Startup;

/// <summary>What is rehearsed before readiness.</summary>
internal sealed class RehearsalStories
{
    [Test]
    public async Task It_succeeds_and_nothing_of_it_is_left()
    {
        await using var api = await Api.Start(onPostgres: true, replace: Api.WithoutMessengers);
        var before = await Told(api.DatabaseUrl);

        foreach (var step in api.Services.GetServices<WarmUpStep>())
        {
            await using var scope = api.Services.CreateAsyncScope();
            await step.Run(scope.ServiceProvider, default);
        }

        Assert.That(await Told(api.DatabaseUrl), Is.EqualTo(before + 1), "an order was made");
        foreach (var table in (string[])["purchase_orders", "line_items", "history", "outbox", "idempotency"])
            Assert.That(await Ledger.Column(api.DatabaseUrl, $"SELECT count(*) FROM purchasing.{table}"), Is.EqualTo(new[] { "0" }), table);
        Assert.That(
            (await api.Metrics())
                .Split('\n')
                .Where(line =>
                    line.StartsWith("procurement_repo_calls_total{", StringComparison.Ordinal)
                    && line.Contains("po_repository", StringComparison.Ordinal)
                ),
            Is.Empty
        );
    }

    /// <summary>How many events were ever written, by the sequence that no rollback takes back.</summary>
    private static async Task<long> Told(string database) =>
        long.Parse(
            (
                await Ledger.Column(
                    database,
                    "SELECT coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'purchasing' AND sequencename LIKE 'outbox%'"
                )
            ).Single(),
            System.Globalization.CultureInfo.InvariantCulture
        );
}
