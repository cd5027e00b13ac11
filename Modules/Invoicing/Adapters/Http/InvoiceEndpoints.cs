namespace Procurement.Invoicing.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using Endpoints = Procurement.BuildingBlocks.Hosting.Http.Resource<InvoicingModule, Domain.Invoice, Domain.InvoiceId, Ports.InvoiceView>;

internal static class InvoiceEndpoints
{
    /// <summary>Enough for the most lines there may be.</summary>
    public const int MostBytes = 2 * 1024 * 1024;

    /// <summary>What an invoice asks for is nobody else's business.</summary>
    public static string[] Readers => [Roles.ApClerk, Roles.Finance];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var invoices = new Endpoints(routes, "/invoices", "Invoices", Readers, InvoiceView.Of, InvoicingJson.Default);
        MapContent(invoices);
        MapDecisions(invoices);
        MapReads(invoices);
        MatchEndpoints.Map(routes, invoices);
        CreditNoteEndpoints.Map(routes);
        PaymentEndpoints.Map(routes);
    }

    private static void MapContent(Endpoints invoices)
    {
        invoices
            .Create<RegisterInvoice, RegisterInvoiceBody>(
                (use, call) => use.Execute(call.Body.Draft, call.Actor, call.Ct),
                MostBytes,
                contends: body =>
                    TypedId.Parse<PurchaseOrderId>(body.PurchaseOrderId) is { Error: null, Value: var order } ? order.Value : null
            )
            .Allows(Roles.ApClerk)
            .Refuses([.. OfOrder, .. OfContent]);
        invoices
            .Post<CorrectInvoice, CorrectInvoiceBody>(
                "correct",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Draft, call.Actor, call.Ct),
                MostBytes
            )
            .Allows(Roles.ApClerk)
            .Refuses([.. OfOrder, .. OfContent, InvoiceErrors.LessThanCredited, InvoiceErrors.Void, InvoiceErrors.ResubmittedTooOften]);
        invoices
            .Post<AssignOrder, AssignBody>(
                "assign",
                (use, call) => use.Execute(call.Id, call.When, call.Body.PurchaseOrderId, call.Actor, call.Ct)
            )
            .Allows(Roles.ApClerk)
            .Refuses([.. OfOrder, InvoiceErrors.Void, InvoiceErrors.AssignedAlready]);
    }

    private static void MapDecisions(Endpoints invoices)
    {
        invoices
            .Post<DisputeInvoice, DisputeBody>(
                "dispute",
                (use, call) => use.Execute(call.Id, call.When, call.Body.ReasonCode, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.ApClerk)
            .Refuses(InvoiceErrors.Void, InvoiceErrors.PaymentUnderWay);
        invoices
            .Post<VoidInvoice, ReasonBody>("void", (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Actor, call.Ct))
            .Allows(Roles.ApClerk)
            .Refuses(InvoiceErrors.Void, InvoiceErrors.PaymentScheduled);
        invoices
            .Post<SchedulePayment>("schedule", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Finance)
            .Refuses(InvoiceErrors.Void);
    }

    private static void MapReads(Endpoints invoices)
    {
        invoices.Get<IInvoiceQueries>((queries, id, ct) => queries.Find(id, ct));
        invoices.History<IInvoiceQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        invoices.List<IInvoiceQueries, InvoiceFilter, InvoiceHeader>(
            InvoiceFilters.All,
            query => InvoiceFilters.Read(query) with { Limit = query.Limit, After = query.After },
            (queries, filter, ct) => queries.List(filter, ct)
        );
        invoices.Export<IInvoiceQueries, InvoiceFilter>(
            "export.csv",
            InvoiceFilters.All,
            InvoiceFilters.Read,
            (queries, filter, ct) =>
                Pages.All((after, stop) => queries.List(filter with { After = after }, stop), ct).Select(InvoiceTable.Row),
            InvoiceTable.Columns
        );
    }

    /// <summary>What may be wrong with what an invoice says.</summary>
    private static IEnumerable<Error> OfContent =>
        [InvoiceErrors.UnknownSupplier, InvoiceErrors.Duplicate, InvoiceErrors.AmountsDisagree, InvoiceErrors.ContentDisagrees];

    private static IEnumerable<Error> OfOrder =>
        [
            InvoiceErrors.UnknownOrder,
            InvoiceErrors.OtherSupplier,
            InvoiceErrors.OtherCurrency,
            InvoiceErrors.OrderNotIssued,
            InvoiceErrors.OrderCancelled,
        ];
}
