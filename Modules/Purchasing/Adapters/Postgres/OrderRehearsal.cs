namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;

/// <summary>What is done with orders most: one is made, found and submitted.</summary>
internal sealed class OrderRehearsal(
    PurchasingContext context,
    NewRows<PurchasingModule> added,
    NpgsqlDataSource database,
    TimeProvider clock
) : IRehearsal<PurchasingModule>
{
    private static readonly Actor Warming = Actor.Of("warm-up");

    public async Task<Result> Play(IUnitOfWork<PurchasingModule> work, CancellationToken ct)
    {
        var orders = new PostgresPurchaseOrderRepository(context, added);
        var now = clock.Now();
        var made = Made(await new PostgresOrderNumbers(database).Next(ct), now);
        await orders.Save(made, ct);
        if ((await work.Commit(ct)).Error is { } unwritten)
            return unwritten;
        if (await orders.Find(made.Id, ct) is not { } found)
            return PurchaseOrder.Absent;
        found.Submit(new Routing(ApprovalLevel.L1, [], null, now, now), Warming, now);
        await orders.Save(found, ct);
        return await work.Commit(ct);
    }

    private static PurchaseOrder Made(long number, DateTimeOffset now)
    {
        var line = new LineItemDraft
        {
            Sku = "WARM-UP",
            Quantity = 1,
            UnitPriceMinor = 1,
            Currency = "EUR",
        };
        var lines = LineItems.Create([line], ApprovalLimits.Parse("EUR:1:2").Value).Value;
        var supplier = SupplierId.From(Guid.CreateVersion7(now));
        return PurchaseOrder.Create(
            PurchaseOrderId.From(Guid.CreateVersion7(now)),
            new NewOrder(number, supplier, Warming.Subject, null, lines, new OrderTerms()),
            Warming,
            now
        );
    }
}
