namespace Host.Tests.Invoicing.Chains;

using System.Globalization;
using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;

/// <summary>What the database says when all chains have ended.</summary>
internal sealed class Books(string database)
{
    private static readonly string[] Modules = ["supplier", "purchasing", "invoicing"];

    /// <summary>What an aggregate goes through at most once, in any chain.</summary>
    private const string Terminal =
        "'PurchaseOrderPaid', 'PurchaseOrderClosed', 'PurchaseOrderCancelled', 'InvoicePaid', 'PaymentDisbursed', 'PaymentRemitted'";

    /// <summary>
    /// Every queue is empty, nothing was put aside, and what was told was given to each consumer that wants it: nothing is left in the
    /// broker either.
    /// </summary>
    public async Task AreSettled()
    {
        var missing = await Missing();
        await Eventually.Holds(async () => await Number(Sum("inbox", "outbox")) + await Number(missing), Is.Zero);
        Assert.That(await Number(Sum("inbox_dead", "outbox_dead")), Is.Zero, "dead letters");
    }

    /// <summary>Each event once per aggregate, and in all those that the chains have to have told.</summary>
    public async Task HaveTold(IReadOnlyCollection<Chain> chains)
    {
        var twice =
            $"SELECT event_type || ' of ' || subject || ': ' || count(*) FROM ({Log}) l GROUP BY event_type, subject HAVING count(*) > 1";
        Assert.That(await Column(twice), Is.Empty, "told twice");
        Assert.That(
            await Column($"SELECT event_type || ' ' || count(*) FROM ({Log}) l GROUP BY event_type"),
            Is.EquivalentTo(
                chains
                    .SelectMany(chain => chain.Told)
                    .CountBy(each => each)
                    .Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key} {each.Value}"))
            )
        );
    }

    /// <summary>No repeated request and no repeated event has made anything twice.</summary>
    public async Task HoldOnce(IReadOnlyCollection<Chain> chains)
    {
        var paid = chains.SelectMany(chain => chain.Outcomes).Count(each => each.Payment is not null);
        Assert.That(
            await Column(
                $"""
                SELECT event || ' of ' || aggregate_id || ': ' || count(*)
                FROM ({All("SELECT event, aggregate_id FROM {0}.history")}) h
                WHERE event IN ({Terminal}) GROUP BY event, aggregate_id HAVING count(*) > 1
                """
            ),
            Is.Empty,
            "happened twice"
        );
        await Holds("supplier.suppliers", chains.Count);
        await Holds("purchasing.purchase_orders", chains.Count);
        await Holds("purchasing.goods_receipts", chains.Sum(chain => chain.Receipts));
        await Holds("invoicing.invoices", chains.Sum(chain => chain.Outcomes.Count));
        await Holds("invoicing.credit_notes", chains.Sum(chain => chain.CreditNotes));
        await Holds("invoicing.payments", paid);
        await Holds("invoicing.history WHERE event = 'InvoicePaid'", paid);
        await Holds("invoicing.history WHERE event = 'PaymentDisbursed'", paid);
        await Holds("invoicing.history WHERE event = 'PaymentRemitted'", paid);
        await Holds("purchasing.history WHERE event = 'PurchaseOrderClosed'", chains.Count(chain => chain.OrderStatus == "Closed"));
        await Holds("purchasing.history WHERE event = 'PaymentNoted'", paid);
    }

    /// <summary>How many events were told.</summary>
    public Task<long> Events() => Number($"SELECT count(*) FROM ({Log}) l");

    private async Task Holds(string what, int count) => Assert.That(await Number($"SELECT count(*) FROM {what}"), Is.EqualTo(count), what);

    private static string Log => All("SELECT event_type, event_version, message_id, subject FROM {0}.event_log");

    private static string All(string each) => string.Join(" UNION ALL ", Modules.Select(module => string.Format(null, each, module)));

    private static string Sum(params string[] tables) =>
        $"SELECT {string.Join(" + ", Modules.SelectMany(module => tables.Select(table => $"(SELECT count(*) FROM {module}.{table})")))}";

    /// <summary>Counts what was told and a consumer has not been given.</summary>
    private static async Task<string> Missing()
    {
        await using var api = await Api.Start(onPostgres: false);
        var wanted = api
            .Services.GetRequiredService<Topology>()
            .Subscriptions.Select(each =>
                string.Create(CultureInfo.InvariantCulture, $"('{each.Consumer}', '{each.Event.Name}', {each.Event.Version})")
            );
        return $"""
            SELECT count(*) FROM ({Log}) l
            JOIN (VALUES {string.Join(", ", wanted)}) AS w (consumer, event_type, event_version) USING (event_type, event_version)
            WHERE NOT EXISTS (
                SELECT FROM ({All("SELECT message_id, consumer FROM {0}.inbox_seen")}) s
                WHERE s.message_id = l.message_id AND s.consumer = w.consumer
            )
            """;
    }

    private Task<List<string>> Column(string sql) => Ledger.Column(database, sql);

    private async Task<long> Number(string sql) => long.Parse((await Column(sql))[0], CultureInfo.InvariantCulture);
}
