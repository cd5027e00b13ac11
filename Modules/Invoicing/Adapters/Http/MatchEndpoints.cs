namespace Procurement.Invoicing.Adapters.Http;

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using Invoices = Procurement.BuildingBlocks.Hosting.Http.Resource<InvoicingModule, Domain.Invoice, Domain.InvoiceId, Ports.InvoiceView>;

/// <summary>Body of POST /match/simulate: facts that are made up, or a time and another policy.</summary>
internal sealed record SimulateBody(
    [property: Is<SupposedFacts>(Optional = true)] FactsBody? Facts = null,
    [property: Is<Instant>(Optional = true)] string? From = null,
    [property: Is<Instant>(Optional = true)] string? To = null,
    [property: Is<SupposedFacts>(Optional = true)] PolicyBody? Policy = null
)
{
    [JsonIgnore]
    public SimulateMatch.Arguments Arguments => new(Facts?.Draft, Moment(From), Moment(To), Policy?.Draft);

    private static Result<DateTimeOffset>? Moment(string? text) => text is null ? null : (Result<DateTimeOffset>?)Instant.Parse(text);
}

internal sealed record FactsBody(
    [property: Is<Currency>] string? Currency = null,
    [property: Is<InvoiceLines>] IReadOnlyList<SupposedLineBody?>? OrderLines = null,
    [property: Is<SupposedFacts>] SupposedInvoiceBody? Invoice = null
)
{
    [JsonIgnore]
    public FactsDraft Draft =>
        new(
            Currency,
            OrderLines
                ?.Select(line =>
                    line is null
                        ? null
                        : new OrderLineDraft(
                            line.LineNumber,
                            line.Quantity,
                            line.UnitPriceCents,
                            line.ReceivedQuantity,
                            line.ReturnedQuantity,
                            line.BilledQuantity
                        )
                )
                .ToList(),
            Invoice?.NetCents,
            InvoiceLineBody.Drafts(Invoice?.Lines)
        );
}

internal sealed record SupposedLineBody(
    [property: Is<LineNumber>] int? LineNumber = null,
    [property: Is<SupposedQuantity>] decimal? Quantity = null,
    [property: Is<InvoicedPrice>] decimal? UnitPriceCents = null,
    [property: Is<SupposedQuantity>(Optional = true)] decimal? ReceivedQuantity = null,
    [property: Is<SupposedQuantity>(Optional = true)] decimal? ReturnedQuantity = null,
    [property: Is<SupposedQuantity>(Optional = true)] decimal? BilledQuantity = null
);

internal sealed record SupposedInvoiceBody(
    [property: Is<Amount>] long? NetCents = null,
    [property: Is<InvoiceLines>(Optional = true)] IReadOnlyList<InvoiceLineBody?>? Lines = null
);

/// <summary>A tolerance in place of another. Under is as over where nothing is said of it.</summary>
internal sealed record PolicyBody(
    [property: Is<ToleranceBps>(Optional = true)] int? ToleranceBps = null,
    [property: Is<MinorUnits>(Optional = true)] long? ToleranceCents = null,
    [property: Is<ToleranceBps>(Optional = true)] int? UnderToleranceBps = null,
    [property: Is<MinorUnits>(Optional = true)] long? UnderToleranceCents = null
)
{
    [JsonIgnore]
    public ToleranceDraft Draft => new(ToleranceBps, ToleranceCents, UnderToleranceBps, UnderToleranceCents);
}

/// <summary>Body of PUT .../tolerance: without a tolerance what was agreed holds no more.</summary>
internal sealed record AgreeBody(
    [property: Is<SupposedFacts>(Optional = true)] PolicyBody? Tolerance = null,
    [property: Is<LineNumber>(Optional = true)] int? LineNumber = null
);

/// <summary>What is said of things made up as a whole.</summary>
internal sealed class SupposedFacts : IFacts
{
    public static Facts Facts { get; } = new();
}

[JsonSerializable(typeof(SimulateBody))]
[JsonSerializable(typeof(SimulationView))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(AgreeBody))]
[JsonSerializable(typeof(OrderCopyView))]
internal sealed partial class MatchJson : JsonSerializerContext;

internal static class MatchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Invoices invoices)
    {
        invoices
            .Part<ExplainMatch, bool, ExplanationView>(
                "ExplainMatch",
                "match",
                [],
                _ => true,
                (explain, id, _, ct) => explain.Execute(id, ct),
                view => ETag.Of(1, Fingerprint(view))
            )
            .Refuses(InvoiceErrors.NothingToCompare);
        var orders = new Resource<InvoicingModule, OrderCopy, PurchaseOrderId, OrderCopyView>(
            routes,
            "/billable-orders",
            "Matching",
            InvoiceEndpoints.Readers,
            OrderCopyView.Of,
            MatchJson.Default
        );
        orders
            .Ask<SimulateMatch, SimulateBody, SimulationView>(
                "/match/simulate",
                "Matching",
                (use, call) => use.Execute(call.Body.Arguments, call.Ct),
                InvoiceEndpoints.MostBytes
            )
            .Allows(InvoiceEndpoints.Readers)
            .Refuses(InvoiceErrors.FactsDisagree);
        orders.Get<IOrderCopyQueries>(async (queries, id, ct) => await queries.Find(id, ct) is { } order ? OrderCopyView.Of(order) : null);
        orders.History<IOrderCopyQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        orders
            .Put<AgreeOnTolerance, AgreeBody>(
                "tolerance",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Tolerance?.Draft, call.Body.LineNumber, call.Actor, call.Ct)
            )
            .Allows(Roles.Finance)
            .Refuses(InvoiceErrors.NoSuchOrderLine, InvoiceErrors.NoTolerance);
    }

    /// <summary>While an invoice waits its explanation changes with the order, so that the invoice's version does not tell two of them apart.</summary>
    private static long Fingerprint(ExplanationView view)
    {
        var digest = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(view, MatchJson.Default.ExplanationView));
        return BinaryPrimitives.ReadInt64BigEndian(digest) & long.MaxValue;
    }
}
