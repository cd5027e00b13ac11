namespace Procurement.Invoicing.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;

internal static class CreditNoteEndpoints
{
    private static readonly QueryParameter<InvoiceId?> Invoice = Id<InvoiceId>("invoice_id", "Credit notes for this invoice.");
    private static readonly QueryParameter<SupplierId?> Supplier = Id<SupplierId>("supplier_id", "Credit notes of this supplier.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var notes = new Resource<InvoicingModule, CreditNote, CreditNoteId, CreditNoteView>(
            routes,
            "/credit-notes",
            "Invoices",
            InvoiceEndpoints.Readers,
            CreditNoteView.Of,
            InvoicingJson.Default
        );
        notes
            .Create<RegisterCreditNote, CreditNoteBody>(
                (use, call) => use.Execute(call.Body.Draft, call.Actor, call.Ct),
                InvoiceEndpoints.MostBytes,
                contends: body => TypedId.Parse<InvoiceId>(body.InvoiceId) is { Error: null, Value: var invoice } ? invoice.Value : null
            )
            .Allows(Roles.ApClerk)
            .Refuses(
                InvoiceErrors.NotFound,
                InvoiceErrors.Void,
                InvoiceErrors.CreditedTooMuch,
                InvoiceErrors.NotAsBilled,
                InvoiceErrors.AmountsDisagree,
                InvoiceErrors.DuplicateCreditNote
            );
        notes.Get<ICreditNoteQueries>((queries, id, ct) => queries.Find(id, ct));
        notes.History<ICreditNoteQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        notes.List<ICreditNoteQueries, CreditNoteFilter, CreditNoteView>(
            [Invoice, Supplier],
            query =>
                new()
                {
                    InvoiceId = query.Get(Invoice),
                    SupplierId = query.Get(Supplier),
                    Limit = query.Limit,
                    After = query.After,
                },
            (queries, filter, ct) => queries.List(filter, ct)
        );
    }
}
