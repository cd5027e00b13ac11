namespace Procurement.Purchasing.Adapters;

using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Purchasing.Adapters.Http;
using Procurement.Purchasing.UseCases;

/// <summary>Orders out of files.</summary>
public sealed partial class PurchasingModule
{
    /// <summary>Most UTF-16 units of a reference.</summary>
    public const int LongestReference = Domain.Reference.Longest;

    /// <summary>Each time another has won the race for a reference, and then the reference is there.</summary>
    private const int Attempts = 3;

    private static readonly JsonTypeInfo<CreateOrderBody> OrderBody =
        (JsonTypeInfo<CreateOrderBody>)StrictJson.Options(PurchasingJson.Default).GetTypeInfo(typeof(CreateOrderBody));

    /// <summary>Creates an order as <c>POST /purchase-orders</c> does, in a unit of work of its own, unless its reference was imported before.</summary>
    /// <param name="services">Those of the host.</param>
    /// <param name="order">The body of that request, with a <c>reference</c>.</param>
    /// <param name="creator">Who creates it; another may have the same reference.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The order, and whether it was created now; or the refusal.</returns>
    public static async Task<Result<(string Id, bool IsNew)>> Import(
        IServiceProvider services,
        ReadOnlyMemory<byte> order,
        Actor creator,
        CancellationToken ct
    )
    {
        var body = StrictJson.Read(order.Span, OrderBody);
        if (body.Error is not null)
            return body.Error;
        var job = services.GetRequiredService<Job<PurchasingModule>>();
        for (var attempt = 1; ; attempt++)
        {
            var imported = await job.Run((ImportPurchaseOrder use) => use.Execute(body.Value.Draft, creator, ct), ct);
            if (imported.Error is null)
                return (TypedId.Format(imported.Value.Id), imported.Value.IsNew);
            if (imported.Error != Error.Stale || attempt == Attempts)
                return imported.Error;
        }
    }
}
